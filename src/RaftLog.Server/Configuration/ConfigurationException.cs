namespace RaftLog.Server.Configuration;

/// <summary>The configuration cannot be used. Each problem is one line that names the key, the value and what is accepted.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the exception with one line per problem.</summary>
    public ConfigurationException(IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Problems = problems;
    }

    /// <summary>Creates the exception with one problem.</summary>
    public ConfigurationException(string problem)
        : this([problem])
    {
    }

    /// <summary>One line per problem.</summary>
    public IReadOnlyList<string> Problems { get; }
}
