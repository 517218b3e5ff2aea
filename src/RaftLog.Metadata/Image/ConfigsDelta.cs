using System.Collections.Immutable;

namespace RaftLog.Metadata;

/// <summary>The changes to <see cref="ConfigsImage"/>.</summary>
internal sealed class ConfigsDelta(ConfigsImage old)
{
    private readonly HashSet<ConfigResource> _touched = [];

    private ImmutableDictionary<ConfigResource, ImmutableSortedDictionary<string, string>> _byResource = old.ByResource;

    public IReadOnlySet<ConfigResource> Touched => _touched;

    public void Set(ConfigRecord record)
    {
        var resource = new ConfigResource(record.ResourceType, record.ResourceName);
        var values = _byResource.GetValueOrDefault(resource) ?? ConfigsImage.NothingSet;
        values = record.Value is null ? values.Remove(record.Name) : values.SetItem(record.Name, record.Value);
        _touched.Add(resource);
        _byResource = values.IsEmpty ? _byResource.Remove(resource) : _byResource.SetItem(resource, values);
    }

    public void RemoveResource(ConfigResource resource)
    {
        if (_byResource.ContainsKey(resource))
        {
            _touched.Add(resource);
            _byResource = _byResource.Remove(resource);
        }
    }

    // The same object when nothing changed: ConfigResolver keeps what it parsed as long as it sees it.
    public ConfigsImage Finish() => ReferenceEquals(_byResource, old.ByResource) ? old : new ConfigsImage(_byResource);
}
