using System.Globalization;

namespace RaftLog.Interop.Tests;

/// <summary>A record as a foreign client is told to produce it.</summary>
internal readonly record struct ForeignRecord(string Key, string Value, string Header)
{
    public string ToLine() => $"{Key}\t{Value}\t{Header}";
}

/// <summary>A record as a foreign client says it got it; <paramref name="Headers"/> as <c>name=value,…</c>.</summary>
internal readonly record struct ConsumedRecord(int Partition, long Offset, string Key, string Value, string Headers)
{
    public static ConsumedRecord Parse(string line)
    {
        string[] fields = line.Split('\t');
        return new(
            int.Parse(fields[1], CultureInfo.InvariantCulture),
            long.Parse(fields[2], CultureInfo.InvariantCulture),
            fields[3],
            fields[4],
            fields[5]);
    }
}
