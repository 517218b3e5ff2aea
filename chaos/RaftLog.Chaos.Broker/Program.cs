using RaftLog.Chaos.Broker;
using RaftLog.Server;

const string ControlVariable = "RAFTLOG_CHAOS_DISK";

if (Environment.GetEnvironmentVariable(ControlVariable) is not { Length: > 0 } control)
{
    await Console.Error.WriteLineAsync($"{ControlVariable} must name the file that says how the disk behaves; it need not exist. All data lies beside it.");
    return 2;
}

using var faults = new DiskFaults(control);
return await ServerProgram.RunAsync(args, new LosingFileSystem(Path.GetDirectoryName(Path.GetFullPath(control))!, faults));
