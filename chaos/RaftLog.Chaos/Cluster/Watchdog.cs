using System.Diagnostics;
using System.Globalization;

namespace RaftLog.Chaos;

/// <summary>
/// Leaves no process behind, however the runner ends: a small shell in a session of its own reads which processes belong to the run, and
/// kills them when the pipe ends, which it does with the runner's process too.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    private const string Script = """
        while read -r sign id; do
          case "$sign" in
            +) ids="$ids $id" ;;
            -) rest=; for i in $ids; do [ "$i" = "$id" ] || rest="$rest $i"; done; ids=$rest ;;
          esac
        done
        for i in $ids; do kill -9 "$i" 2>/dev/null; done
        """;

    private readonly Process _shell;

    /// <summary>Starts the shell.</summary>
    public Watchdog()
    {
        var start = new ProcessStartInfo(File.Exists("/usr/bin/setsid") ? "/usr/bin/setsid" : "/usr/bin/env") { RedirectStandardInput = true, UseShellExecute = false };
        start.ArgumentList.Add("/bin/sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(Script);
        _shell = Process.Start(start)!;
        _shell.StandardInput.AutoFlush = true;
    }

    /// <summary>A process that must not outlive the run.</summary>
    public void Watch(int processId) => Tell('+', processId);

    /// <summary>It ended; its number may go to somebody else.</summary>
    public void Forget(int processId) => Tell('-', processId);

    /// <summary>Processes that must not outlive the run.</summary>
    public void WatchAll(IEnumerable<int> processIds) => processIds.ToList().ForEach(Watch);

    /// <summary>They ended.</summary>
    public void ForgetAll(IEnumerable<int> processIds) => processIds.ToList().ForEach(Forget);

    /// <summary>Kills what is still watched.</summary>
    public void Dispose()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }

    private void Tell(char sign, int processId)
    {
        lock (_shell)
        {
            _shell.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sign} {processId}"));
        }
    }
}
