using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>Changes configurations of topics, brokers, and all brokers.</summary>
internal static class ConfigControl
{
    /// <summary>Changes configurations; a resource that cannot be changed as asked stays as it is and says why.</summary>
    public static ControlResult<AlterConfigsResult> Alter(MetadataImage image, AlterConfigsCommand command)
    {
        var records = new List<MetadataRecord>();
        var response = new AlterConfigsResult();
        var namedTwice = command.Resources
            .CountBy(alteration => (alteration.Type, alteration.Name))
            .Where(named => named.Value > 1)
            .Select(named => named.Key)
            .ToHashSet();
        foreach (var alteration in command.Resources)
        {
            var error = namedTwice.Contains((alteration.Type, alteration.Name)) ? new ControlError(ErrorCode.InvalidRequest, "The request names this resource more than once") : ProblemWithResource(image, alteration);
            error ??= AlterResource(image, alteration, records);
            response.Resources.Add(new AlteredConfigResource
            {
                Type = alteration.Type,
                Name = alteration.Name,
                Error = error?.Code ?? ErrorCode.None,
                ErrorMessage = error?.Message,
            });
        }

        return new ControlResult<AlterConfigsResult>(command.ValidateOnly ? [] : records, response);
    }

    /// <summary>What is wrong with the configuration of a new topic, or null.</summary>
    public static ControlError? ProblemWithTopicConfig(IReadOnlyList<ConfigSetting> settings)
    {
        if (settings.GroupBy(setting => setting.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            return new ControlError(ErrorCode.InvalidConfig, $"The request sets {twice.Key} more than once");
        }

        var problem = settings
            .Select(setting => ConfigNames.ProblemWith(TopicConfigDefinitions.ByName, setting.Name, setting.Value))
            .FirstOrDefault(found => found is not null);
        problem ??= ProblemBetween(settings.ToImmutableSortedDictionary(setting => setting.Name, setting => setting.Value!, StringComparer.Ordinal));
        return problem is null ? null : new ControlError(ErrorCode.InvalidConfig, problem);
    }

    private static ControlError? ProblemWithResource(MetadataImage image, ConfigResourceAlteration alteration) => alteration.Type switch
    {
        ConfigResourceType.Topic when !image.Topics.ByName.ContainsKey(alteration.Name) =>
            new(ErrorCode.UnknownTopicOrPartition, $"There is no topic '{alteration.Name}'"),
        ConfigResourceType.Topic => null,
        ConfigResourceType.Broker when alteration.Name.Length == 0 => null,
        ConfigResourceType.Broker when !int.TryParse(alteration.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _) =>
            new(ErrorCode.InvalidRequest, $"'{alteration.Name}' is not the number of a broker"),
        ConfigResourceType.Broker when !image.Brokers.ById.ContainsKey(new BrokerId(int.Parse(alteration.Name, CultureInfo.InvariantCulture))) =>
            new(ErrorCode.BrokerIdNotRegistered, $"There is no broker {alteration.Name}"),
        ConfigResourceType.Broker => null,
        _ => new(ErrorCode.InvalidRequest, "Only topics and brokers have configurations here"),
    };

    private static ControlError? AlterResource(MetadataImage image, ConfigResourceAlteration alteration, List<MetadataRecord> records)
    {
        if (alteration.Changes.GroupBy(change => change.Name, StringComparer.Ordinal).Any(group => group.Count() > 1))
        {
            return new ControlError(ErrorCode.InvalidRequest, "The request changes a key more than once");
        }

        if (alteration.Changes.Find(change => change.Value is null && change.Operation != ConfigOperation.Delete) is { } empty)
        {
            return new ControlError(ErrorCode.InvalidRequest, $"{empty.Name} needs a value");
        }

        var current = image.Configs.Of(new ConfigResource(alteration.Type, alteration.Name));
        var wanted = alteration.ReplacesAll ? ConfigsImage.NothingSet : current;
        foreach (var change in alteration.Changes)
        {
            if (ConfigAlteration.Apply(TableOf(alteration.Type), change, ref wanted) is { } problem)
            {
                return new ControlError(ErrorCode.InvalidConfig, problem);
            }
        }

        if (alteration.Type == ConfigResourceType.Topic && ProblemBetween(wanted) is { } clash)
        {
            return new ControlError(ErrorCode.InvalidConfig, clash);
        }

        records.AddRange(Differences(alteration, current, wanted));
        return null;
    }

    private static FrozenDictionary<string, ConfigDefinition> TableOf(ConfigResourceType type) =>
        type == ConfigResourceType.Topic ? TopicConfigDefinitions.ByName : BrokerConfigDefinitions.ByName;

    private static IEnumerable<ConfigRecord> Differences(
        ConfigResourceAlteration alteration, ImmutableSortedDictionary<string, string> current, ImmutableSortedDictionary<string, string> wanted) =>
        from name in current.Keys.Union(wanted.Keys).Order(StringComparer.Ordinal)
        where current.GetValueOrDefault(name) != wanted.GetValueOrDefault(name)
        select new ConfigRecord
        {
            ResourceType = alteration.Type,
            ResourceName = alteration.Name,
            Name = name,
            Value = wanted.GetValueOrDefault(name),
        };

    // Each value is right by itself; these two contradict each other.
    private static string? ProblemBetween(ImmutableSortedDictionary<string, string> values)
    {
        long Value(string name) =>
            long.Parse(values.GetValueOrDefault(name) ?? TopicConfigDefinitions.ByName[name].Default!, CultureInfo.InvariantCulture);
        return Value(TopicConfigNames.MinCompactionLagMs) > Value(TopicConfigNames.MaxCompactionLagMs)
            ? $"{TopicConfigNames.MinCompactionLagMs} must not be above {TopicConfigNames.MaxCompactionLagMs}"
            : null;
    }
}
