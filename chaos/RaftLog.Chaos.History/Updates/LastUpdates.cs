using System.Globalization;

namespace RaftLog.Chaos.History;

/// <summary>
/// What a worker was acknowledged last for each of its keys: a file <c>last-{worker}.txt</c> in the folder of the run, a line <c>key version value</c> or
/// <c>key version deleted</c> for each key, written once all updates were acknowledged.
/// </summary>
public static class LastUpdates
{
    private const string Prefix = "last-";
    private const string Suffix = ".txt";
    private const string Deleted = "deleted";

    /// <summary>Writes the file of a worker.</summary>
    public static void Write(string runFolder, string worker, IEnumerable<KeyedUpdate> updates)
    {
        ArgumentNullException.ThrowIfNull(updates);
        File.WriteAllLines(
            Path.Combine(runFolder, Prefix + worker + Suffix),
            updates.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {one.Version} {(one.IsDeletion ? Deleted : "value")}")));
    }

    /// <summary>The last values of all workers of a run by key; null for keys that were deleted.</summary>
    /// <exception cref="InvalidDataException">A file cannot be understood.</exception>
    public static Dictionary<string, byte[]?> ReadAll(string runFolder, int valueBytes)
    {
        var last = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (string file in Directory.GetFiles(runFolder, Prefix + "*" + Suffix))
        {
            string worker = Path.GetFileName(file)[Prefix.Length..^Suffix.Length];
            foreach (string line in File.ReadLines(file))
            {
                if (line.Split(' ') is not [var key, var version, var what]
                    || !int.TryParse(key, CultureInfo.InvariantCulture, out int number)
                    || !long.TryParse(version, CultureInfo.InvariantCulture, out long sequence))
                {
                    throw new InvalidDataException($"{file}: '{line}' is no update.");
                }

                last[UpdateFormat.Key(worker, number)] = what == Deleted ? null : UpdateFormat.Value(worker, sequence, valueBytes);
            }
        }

        return last;
    }
}
