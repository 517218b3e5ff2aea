using System.Reflection;
using System.Text;

namespace RaftLog.Server.Configuration;

/// <summary>What <c>--help</c> and <c>--version</c> print. The list of settings is the table itself, so it cannot be out of date.</summary>
internal static class HelpText
{
    public static string Version
    {
        get
        {
            string version = typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

            // The build appends "+commit"; the number alone is what people compare.
            int plus = version.IndexOf('+', StringComparison.Ordinal);
            return plus < 0 ? version : version[..plus];
        }
    }

    public static string Usage
    {
        get
        {
            var text = new StringBuilder();
            text.AppendLine("raftlog-server: one broker of a RaftLog cluster.");
            text.AppendLine();
            text.AppendLine("usage: raftlog-server --config FILE [--Key VALUE]...");
            text.AppendLine();
            text.AppendLine("  --config FILE    read settings from a JSON file, section \"RaftLog\"");
            text.AppendLine("  --help           print this text");
            text.AppendLine("  --version        print the version");
            text.AppendLine();
            text.AppendLine("Each setting can stand in the file, in the environment (RAFTLOG__KAFKA__LISTEN=...) or on the command line");
            text.AppendLine("(--Kafka:Listen=...); the later source wins. # is a position in a list, from 0.");
            foreach (var setting in SettingTable.All)
            {
                text.AppendLine();
                text.AppendLine($"  {setting.Key}  ({setting.Default})");
                text.AppendLine($"      {setting.Meaning}");
                text.AppendLine($"      Accepted: {setting.Accepted}.");
            }

            text.AppendLine();
            text.AppendLine("Logging:LogLevel:Default and Logging:LogLevel:<category> set the level of the log: Trace, Debug, Information, Warning,");
            text.Append("Error, Critical or None. Exit codes are listed in docs/configuration.md.");
            return text.ToString();
        }
    }
}
