using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using RaftLog.Protocol;

namespace RaftLog.Broker.Handlers;

/// <summary>All APIs that are served. What is not in here does not exist: requests are dispatched by it, and ApiVersions is answered from it.</summary>
internal sealed class ApiTable
{
    private readonly FrozenDictionary<ApiKey, ApiHandler> _handlers;

    public ApiTable(IEnumerable<ApiHandler> handlers)
    {
        var apiVersions = new ApiVersionsHandler(this);
        All = [apiVersions, .. handlers];
        All = [.. All.OrderBy(handler => handler.Key)];
        _handlers = All.ToFrozenDictionary(handler => handler.Key);
    }

    /// <summary>The handlers in the order of their keys.</summary>
    public IReadOnlyList<ApiHandler> All { get; }

    public bool TryFind(ApiKey key, [NotNullWhen(true)] out ApiHandler? handler) => _handlers.TryGetValue(key, out handler);
}
