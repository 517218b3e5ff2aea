using System.Text.Json;

namespace RaftLog.Chaos;

/// <summary>The names of enumerations as files and reports spell them.</summary>
internal static class Kebab
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
