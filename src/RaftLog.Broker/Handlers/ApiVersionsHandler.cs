using RaftLog.Broker.Network;
using RaftLog.Protocol.Messages;

namespace RaftLog.Broker.Handlers;

/// <summary>ApiVersions: what the <see cref="ApiTable"/> says, and the features of <see cref="ClusterFeature"/>.</summary>
internal sealed class ApiVersionsHandler(ApiTable apis) : ReplyHandler<ApiVersionsRequest, ApiVersionsResponse>(0, 4)
{
    private const short FirstVersionWithSoftwareName = 3;

    private ApiVersionsResponse? _answer;

    /// <summary>The answer to a version from the future, written in the one layout that every client reads.</summary>
    public KafkaResponse UnsupportedVersion() => KafkaResponse.Of(Answer(ErrorCode.UnsupportedVersion), version: 0);

    protected override ValueTask<ApiVersionsResponse> HandleAsync(ApiVersionsRequest request, RequestContext context)
    {
        // KIP-511: the names end up in metrics and logs, so they are kept to harmless characters.
        bool valid = context.Version < FirstVersionWithSoftwareName
            || (IsHarmless(request.ClientSoftwareName) && IsHarmless(request.ClientSoftwareVersion));
        return ValueTask.FromResult(valid ? _answer ??= Answer(ErrorCode.None) : Answer(ErrorCode.InvalidRequest));
    }

    private ApiVersionsResponse Answer(ErrorCode error) => new()
    {
        ErrorCode = error,
        ApiKeys =
        [
            .. apis.All.Select(handler => new ApiVersionsResponse.Api
            {
                ApiKey = handler.Key,
                MinVersion = handler.AdvertisedVersions.Lowest,
                MaxVersion = handler.AdvertisedVersions.Highest,
            }),
        ],
        SupportedFeatures =
        [
            .. ClusterFeature.All.Select(feature => new ApiVersionsResponse.SupportedFeature
            {
                Name = feature.Name,
                MinVersion = feature.Level,
                MaxVersion = feature.Level,
            }),
        ],
        FinalizedFeaturesEpoch = 0,
        FinalizedFeatures =
        [
            .. ClusterFeature.All.Select(feature => new ApiVersionsResponse.FinalizedFeature
            {
                Name = feature.Name,
                MinVersionLevel = feature.Level,
                MaxVersionLevel = feature.Level,
            }),
        ],
    };

    // [a-zA-Z0-9](?:[a-zA-Z0-9\-.]*[a-zA-Z0-9])?
    private static bool IsHarmless(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))
            {
                return false;
            }
        }

        return name.Length > 0 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1]);
    }
}
