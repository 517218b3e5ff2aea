using System.Globalization;
using System.Text.Json;

namespace RaftLog.Chaos;

/// <summary>
/// The fields of one JSON object, taken out one by one. What is of the wrong kind, out of its bounds or left over at the end is refused with
/// the file, the field and what is allowed.
/// </summary>
internal sealed class JsonFields
{
    private readonly string _file;
    private readonly string _path;
    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];

    public JsonFields(string file, string path, JsonElement element)
    {
        _file = file;
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new ScenarioException($"{file}: {(path.Length == 0 ? "the file" : path)} is not an object; allowed: {{ ... }}.");
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!_left.TryAdd(property.Name, property.Value))
            {
                throw Refused(property.Name, "is there twice", "each field once");
            }
        }
    }

    public string Text(string name) =>
        Take(name) is not { } value ? throw Refused(name, "is missing", "a text")
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Refused(name, value, "a text");

    public int Integer(string name, int fallback, int minimum, int maximum) =>
        Take(name) is not { } value ? fallback
        : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= minimum && number <= maximum ? number
        : throw Refused(name, value, string.Create(CultureInfo.InvariantCulture, $"an integer from {minimum} to {maximum}"));

    public double? Number(string name, double minimum, double maximum) =>
        Take(name) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number && value.GetDouble() is var number && number >= minimum && number <= maximum ? number
        : throw Refused(name, value, string.Create(CultureInfo.InvariantCulture, $"a number from {minimum} to {maximum}"));

    public bool Boolean(string name, bool fallback) =>
        Take(name) is not { } value ? fallback
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Refused(name, value, "true or false");

    /// <summary>One of the names of <typeparamref name="T"/> in kebab case, the fallback when it is not there.</summary>
    public T Choice<T>(string name, T fallback, IReadOnlyCollection<T>? among = null)
        where T : struct, Enum => Choose(name, among) ?? fallback;

    /// <summary>One of the names of <typeparamref name="T"/> in kebab case; it must be there.</summary>
    public T RequiredChoice<T>(string name)
        where T : struct, Enum => Choose<T>(name, null) ?? throw Refused(name, "is missing", Words(Enum.GetValues<T>()));

    /// <summary>A time such as <c>300ms</c>, <c>2.5s</c>, <c>5m</c> or <c>1h</c>.</summary>
    public TimeSpan? Time(string name, TimeSpan minimum, TimeSpan maximum)
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String && Durations.TryParse(value.GetString()!, out TimeSpan time) && time >= minimum && time <= maximum
            ? time
            : throw Refused(name, value, $"a time such as 300ms, 2.5s, 5m or 1h, from {Durations.Format(minimum)} to {Durations.Format(maximum)}");
    }

    public JsonFields? Object(string name) => Take(name) is { } value ? new JsonFields(_file, PathOf(name), value) : null;

    public IReadOnlyList<JsonFields> Objects(string name)
    {
        if (Take(name) is not { ValueKind: JsonValueKind.Array } value || value.GetArrayLength() == 0)
        {
            throw Refused(name, "is missing or empty", "a list with at least one object");
        }

        return [.. value.EnumerateArray().Select((item, i) => new JsonFields(_file, string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{i}]"), item))];
    }

    /// <summary>Refuses what nobody took.</summary>
    public void RequireNoneLeft()
    {
        if (_left.Count > 0)
        {
            throw Refused(_left.Keys.First(), "is not a field here", string.Join(", ", _known));
        }
    }

    public ScenarioException Refused(string name, string problem, string allowed) => new($"{_file}: {PathOf(name)} {problem}; allowed: {allowed}.");

    private ScenarioException Refused(string name, JsonElement value, string allowed) => Refused(name, $"is {value.GetRawText()}", allowed);

    private T? Choose<T>(string name, IReadOnlyCollection<T>? among)
        where T : struct, Enum
    {
        if (Take(name) is not { } value)
        {
            return null;
        }

        T[] allowed = [.. among ?? Enum.GetValues<T>()];
        int at = value.ValueKind == JsonValueKind.String ? Array.FindIndex(allowed, a => Kebab.Of(a) == value.GetString()) : -1;
        return at >= 0 ? allowed[at] : throw Refused(name, value, Words(allowed));
    }

    private static string Words<T>(IEnumerable<T> values)
        where T : struct, Enum => string.Join(", ", values.Select(Kebab.Of));

    private string PathOf(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private JsonElement? Take(string name)
    {
        _known.Add(name);
        return _left.Remove(name, out JsonElement value) ? value : null;
    }
}
