namespace RaftLog;

/// <summary>
/// Has what arrives go on on the threads that poll the sockets, in the whole process, without a wake-up of the thread pool. For programs that are ours alone: a broker,
/// which leaves those threads for whatever takes long, or a client that waits for one response at a time. Whoever computes or blocks there holds up all connections.
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
