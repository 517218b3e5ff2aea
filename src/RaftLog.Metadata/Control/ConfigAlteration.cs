using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>Carries out single changes to the keys of one resource.</summary>
internal static class ConfigAlteration
{
    /// <summary>Carries out one change, or says what is wrong with it and leaves the values alone.</summary>
    public static string? Apply(
        IReadOnlyDictionary<string, ConfigDefinition> table, ConfigChange change, ref ImmutableSortedDictionary<string, string> values)
    {
        if (!table.TryGetValue(change.Name, out var definition))
        {
            return ConfigNames.Unknown(table, change.Name);
        }

        if (definition.IsReadOnly)
        {
            return $"{definition.Name} can only be set in the broker's configuration file";
        }

        if (change.Operation == ConfigOperation.Delete)
        {
            values = values.Remove(definition.Name);
            return null;
        }

        string? value = change.Value;
        if (change.Operation is ConfigOperation.Append or ConfigOperation.Subtract)
        {
            if (definition.Type != ConfigType.List)
            {
                return $"{definition.Name} is not a list, so nothing can be added to it or taken from it";
            }

            value = ChangedList(values.GetValueOrDefault(definition.Name) ?? definition.Default ?? "", change);
        }
        else if (change.Operation != ConfigOperation.Set)
        {
            return $"{(int)change.Operation} is not an operation on a configuration";
        }

        if (definition.ProblemWith(value) is { } problem)
        {
            return problem;
        }

        values = values.SetItem(definition.Name, value!.Trim());
        return null;
    }

    // Elements that are there already, or not there, make no difference: a repeated request does no harm.
    private static string ChangedList(string current, ConfigChange change)
    {
        var named = ConfigValues.List(change.Value ?? "");
        var changed = change.Operation == ConfigOperation.Append
            ? ConfigValues.List(current).Union(named)
            : ConfigValues.List(current).Except(named);
        return string.Join(',', changed);
    }
}
