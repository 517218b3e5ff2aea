namespace RaftLog.Cli.Bench;

/// <summary>
/// Has what arrives go on on the thread that polls the sockets, in the whole process: a response costs no wake-up of the thread pool. Right for a program that waits
/// for one response at a time and does little with it; whoever computes or blocks there holds up all its connections.
/// </summary>
internal static class InlineCompletions
{
    private const string Setting = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Before the first socket. Who has set it otherwise in the environment has it so.</summary>
    public static void Use()
    {
        if (Environment.GetEnvironmentVariable(Setting) is null)
        {
            Environment.SetEnvironmentVariable(Setting, "1");
        }
    }
}
