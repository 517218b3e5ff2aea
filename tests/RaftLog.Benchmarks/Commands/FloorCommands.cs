using System.CommandLine;
using System.Text.Json;
using RaftLog.Benchmarks.Floor;

namespace RaftLog.Benchmarks.Commands;

/// <summary>The processes of the floor; the suite starts them, nobody else.</summary>
internal static class FloorCommands
{
    public static Command Follower()
    {
        var path = new Argument<string>("PATH");
        var flush = new Argument<bool>("FLUSH");
        var command = new Command(FloorRun.Follower) { path, flush };
        command.Hidden = true;
        command.SetAction(parsed => FloorReplica.RunFollower(parsed.GetRequiredValue(path), parsed.GetValue(flush)));
        return command;
    }

    public static Command Leader()
    {
        var path = new Argument<string>("PATH");
        var flush = new Argument<bool>("FLUSH");
        var followers = new Argument<int[]>("PORT");
        var command = new Command(FloorRun.Leader) { path, flush, followers };
        command.Hidden = true;
        command.SetAction(parsed => FloorReplica.RunLeader(parsed.GetRequiredValue(path), parsed.GetValue(flush), parsed.GetRequiredValue(followers)));
        return command;
    }

    public static Command Client()
    {
        var port = new Argument<int>("PORT");
        var bytes = new Argument<int>("BYTES");
        var window = new Argument<int>("WINDOW");
        var seconds = new Argument<double>("SECONDS");
        var command = new Command(FloorRun.Client) { port, bytes, window, seconds };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            using var load = new FloorLoad(parsed.GetValue(bytes), parsed.GetValue(window), TimeSpan.FromSeconds(parsed.GetValue(seconds)));
            Console.WriteLine(JsonSerializer.Serialize(load.Run(parsed.GetValue(port))));
        });
        return command;
    }
}
