namespace RaftLog.Broker.Handlers;

/// <summary>Which names a topic may bear: 1 to 249 of <c>[a-zA-Z0-9._-]</c>, and neither <c>.</c> nor <c>..</c>.</summary>
internal static class TopicNames
{
    private const int MaxLength = 249;

    public static bool IsValid(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }

        return name.Length is > 0 and <= MaxLength && name is not ("." or "..");
    }
}
