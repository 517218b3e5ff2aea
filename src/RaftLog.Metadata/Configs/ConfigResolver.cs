using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// Finds the value that holds for a key on one broker: set on the topic, else on the broker, else for all brokers (all three in the
/// image), else in the broker's configuration file, else the default. Thread-safe.
/// </summary>
public sealed class ConfigResolver
{
    private readonly BrokerId _broker;
    private readonly ImmutableDictionary<string, string> _fromFile;

    // The parsed topic configurations of one ConfigsImage; replaced as a whole when the image has another one.
    private Cache _cache = new(ConfigsImage.Empty);

    /// <summary>Creates the resolver of one broker.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="fromFile">What its configuration file sets, by the keys of <see cref="BrokerConfigDefinitions"/>.</param>
    /// <exception cref="ArgumentException">A key is unknown or a value invalid; the message names it.</exception>
    public ConfigResolver(BrokerId broker, IReadOnlyDictionary<string, string> fromFile)
    {
        ArgumentNullException.ThrowIfNull(fromFile);
        foreach (var (name, value) in fromFile)
        {
            if (ConfigNames.ProblemWith(BrokerConfigDefinitions.ByName, name, value) is { } problem)
            {
                throw new ArgumentException(problem, nameof(fromFile));
            }
        }

        _broker = broker;
        _fromFile = fromFile.ToImmutableDictionary(StringComparer.Ordinal);
    }

    /// <summary>The configuration that holds for a topic; the defaults of the broker when the topic does not exist.</summary>
    public TopicConfig TopicConfig(MetadataImage image, string topic)
    {
        var cache = Volatile.Read(ref _cache);
        if (!ReferenceEquals(cache.Configs, image.Configs))
        {
            cache = new Cache(image.Configs);
            Volatile.Write(ref _cache, cache);
        }

        // Not GetOrAdd with a closure: most calls find it.
        return cache.Topics.TryGetValue(topic, out var found) ? found : cache.Topics[topic] = ParseTopicConfig(image.Configs, topic);
    }

    /// <summary>The configuration that holds for a topic that sets nothing itself.</summary>
    public TopicConfig TopicDefaults(MetadataImage image) => TopicConfig(image, topic: "");

    /// <summary>The value that holds for a broker key, or null when it has none.</summary>
    public string? BrokerValue(MetadataImage image, string name) => BrokerSynonyms(image.Configs, name).FirstOrDefault()?.Value;

    /// <summary>The value that holds for a broker key that is a whole number and has a default.</summary>
    public int BrokerInt(MetadataImage image, string name) => int.Parse(BrokerValue(image, name)!, CultureInfo.InvariantCulture);

    /// <summary>The value that holds for a broker key that is true or false and has a default.</summary>
    public bool BrokerBoolean(MetadataImage image, string name) => bool.Parse(BrokerValue(image, name)!);

    /// <summary>All keys of a topic, with their values and where these come from.</summary>
    public ImmutableArray<ConfigEntry> DescribeTopic(MetadataImage image, string topic) =>
        [.. TopicConfigDefinitions.All.Select(definition => Entry(definition, TopicSynonyms(image.Configs, topic, definition)))];

    /// <summary>All keys of this broker, with their values and where these come from.</summary>
    public ImmutableArray<ConfigEntry> DescribeBroker(MetadataImage image) =>
        [.. BrokerConfigDefinitions.All.Select(definition => Entry(definition, BrokerSynonyms(image.Configs, definition.Name)))];

    /// <summary>The keys that are set for all brokers while the cluster runs.</summary>
    public static ImmutableArray<ConfigEntry> DescribeClusterDefault(MetadataImage image) =>
    [
        .. image.Configs.Of(ConfigResource.ClusterDefault).Select(pair => Entry(
            BrokerConfigDefinitions.ByName[pair.Key],
            [new ConfigSynonymValue(pair.Key, pair.Value, ConfigSource.DynamicDefaultBroker)])),
    ];

    private TopicConfig ParseTopicConfig(ConfigsImage configs, string topic) =>
        Metadata.TopicConfig.Parse(name =>
        {
            var definition = TopicConfigDefinitions.ByName[name];
            var first = TopicSynonyms(configs, topic, definition).First();
            return Converted(definition, first) ?? definition.Default!;
        });

    private IEnumerable<ConfigSynonymValue> TopicSynonyms(ConfigsImage configs, string topic, ConfigDefinition definition)
    {
        if (configs.Of(ConfigResource.Topic(topic)).TryGetValue(definition.Name, out var own))
        {
            yield return new ConfigSynonymValue(definition.Name, own, ConfigSource.DynamicTopic);
        }

        // By place first, then by name: a broker's own log.retention.hours is nearer than all brokers' log.retention.ms.
        foreach (var (source, values) in BrokerPlaces(configs))
        {
            foreach (var synonym in definition.Synonyms)
            {
                if (values.TryGetValue(synonym.Name, out var value))
                {
                    yield return new ConfigSynonymValue(synonym.Name, value, source);
                }
            }
        }

        yield return new ConfigSynonymValue(definition.Synonyms[0].Name, definition.Default, ConfigSource.Default);
    }

    private IEnumerable<ConfigSynonymValue> BrokerSynonyms(ConfigsImage configs, string name)
    {
        foreach (var (source, values) in BrokerPlaces(configs))
        {
            if (values.TryGetValue(name, out var value))
            {
                yield return new ConfigSynonymValue(name, value, source);
            }
        }

        yield return new ConfigSynonymValue(name, BrokerConfigDefinitions.ByName[name].Default, ConfigSource.Default);
    }

    private IEnumerable<(ConfigSource Source, IReadOnlyDictionary<string, string> Values)> BrokerPlaces(ConfigsImage configs) =>
    [
        (ConfigSource.DynamicBroker, configs.Of(ConfigResource.Broker(_broker))),
        (ConfigSource.DynamicDefaultBroker, configs.Of(ConfigResource.ClusterDefault)),
        (ConfigSource.StaticBroker, _fromFile),
    ];

    private static ConfigEntry Entry(ConfigDefinition definition, IEnumerable<ConfigSynonymValue> synonyms)
    {
        ImmutableArray<ConfigSynonymValue> shown = [.. synonyms.Select(synonym => definition.IsSensitive ? synonym with { Value = null } : synonym)];
        return new ConfigEntry(definition, Converted(definition, shown[0]), shown[0].Source, shown);
    }

    // A broker key in another unit (log.retention.hours) gives the topic's key a value in the topic's unit.
    private static string? Converted(ConfigDefinition definition, ConfigSynonymValue found)
    {
        foreach (var synonym in definition.Synonyms)
        {
            if (synonym.Name == found.Name && found.Value is not null)
            {
                return synonym.Convert(found.Value);
            }
        }

        return found.Value;
    }

    private sealed class Cache(ConfigsImage configs)
    {
        public ConfigsImage Configs { get; } = configs;

        public ConcurrentDictionary<string, TopicConfig> Topics { get; } = new(StringComparer.Ordinal);
    }
}
