using RaftLog.Chaos.History;
using RaftLog.Chaos.Workload;
using RaftLog.Client;

WorkerArguments arguments;
try
{
    arguments = WorkerArguments.Parse(args);
}
catch (ArgumentException e)
{
    await Console.Error.WriteLineAsync($"{e.Message} This program is a worker of a chaos run; 'make chaos' starts it.");
    return 2;
}

using var stop = new StopRequest();
if (arguments.Kind == WorkerKind.Updater)
{
    return await RunAsync(() => new UpdateWorker(arguments).RunAsync(stop.Token));
}

if (arguments.Kind == WorkerKind.Source)
{
    return await RunAsync(() => new SourceWorker(arguments).RunAsync(stop.Token));
}

if (arguments.Kind == WorkerKind.Transformer)
{
    return await RunAsync(() => new TransformWorker(arguments).RunAsync(stop.Token));
}

using var history = new HistoryWriter(arguments.RunFolder, arguments.Name);
bool isReady = false;
return await RunAsync(async () =>
{
    switch (arguments.Kind)
    {
        case WorkerKind.Producer:
            await new ProducerWorker(arguments, history, Ready).RunAsync(stop.Token);
            break;
        case WorkerKind.Member:
            await new MemberWorker(arguments, history, Ready).RunAsync(stop.Token);
            break;
        case WorkerKind.Tail:
            await new LogReader(arguments, history, Ready).FollowAsync(stop.Token);
            break;
        default:
            await new LogReader(arguments, history, Ready).ReadAllAsync();
            using (var committed = new HistoryWriter(arguments.RunFolder, "committed"))
            {
                await new CommittedReader(arguments, committed).ReadAsync();
            }

            break;
    }
});

async Task<int> RunAsync(Func<Task> work)
{
    try
    {
        await work();
        return 0;
    }
    catch (RaftLogException e)
    {
        await Console.Error.WriteLineAsync($"{arguments.Name} ended with {e.ErrorCode}: {e.Message}");
        return 1;
    }
}

// Says once that the worker is at work.
void Ready()
{
    if (!isReady)
    {
        isReady = true;
        Console.Out.WriteLine(WorkerProcess.ReadyLine);
    }
}
