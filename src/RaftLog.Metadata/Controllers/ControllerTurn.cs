using Microsoft.Extensions.Logging;
using RaftLog.Model;

namespace RaftLog.Metadata;

/// <summary>
/// The requests that become one log entry. Each is decided by the image with the records of those before it (the speculative image), so
/// that they are right in the order in which they will be applied.
/// </summary>
internal sealed class ControllerTurn
{
    private readonly ControllerOptions _options;
    private readonly ILogger _logger;
    private readonly List<PendingRequest> _requests = [];
    private readonly List<MetadataRecord> _records = [];

    private ControlContext _context;
    private long _bytes;

    /// <summary>Begins with nothing decided on top of the context's image.</summary>
    public ControllerTurn(ControlContext context, ControllerOptions options, ILogger logger)
    {
        _context = context;
        _options = options;
        _logger = logger;
        if (context.Image.ClusterId.Length == 0)
        {
            Take([new ClusterRecord { ClusterId = context.ClusterId }]);
        }
    }

    /// <summary>The records to commit, in the order of the requests.</summary>
    public IReadOnlyList<MetadataRecord> Records => _records;

    /// <summary>How many requests are in it.</summary>
    public int RequestCount => _requests.Count;

    /// <summary>Whether an answer must wait for the confirmation that this broker is the controller, should there be nothing to commit.</summary>
    public bool NeedsConfirmation => _requests.Any(request => request.NeedsConfirmation);

    /// <summary>Whether another request may be added.</summary>
    public bool HasRoom => _requests.Count < _options.MaxRequestsPerEntry && _bytes < _options.TargetEntryBytes;

    /// <summary>Decides a request and keeps it until the entry is committed; one that cannot be decided is answered at once.</summary>
    public void Add(PendingRequest request)
    {
        try
        {
            var records = request.Decide(_context);
            if (records.Sum(record => (long)MetadataEntry.SizeOf(record)) > _options.MaxRequestBytes)
            {
                request.Fail(ErrorCode.RecordListTooLarge, $"The request changes more than {_options.MaxRequestBytes} bytes of metadata at once; split it");
                return;
            }

            Take(records);
            _requests.Add(request);
        }
#pragma warning disable CA1031 // A defect in deciding one request must not stop the controller for all others.
        catch (Exception defect)
#pragma warning restore CA1031
        {
            MetadataLog.RequestFailed(_logger, defect);
            request.Fail(ErrorCode.UnknownServerError, "The controller could not decide the request; its log has the reason");
        }
    }

    /// <summary>Answers all requests: their records are committed and applied here.</summary>
    public void Complete(LogIndex index)
    {
        foreach (var request in _requests)
        {
            request.Complete(index);
        }
    }

    /// <summary>Answers all requests with an error.</summary>
    public void Fail(ErrorCode error, string message)
    {
        foreach (var request in _requests)
        {
            request.Fail(error, message);
        }
    }

    private void Take(IReadOnlyList<MetadataRecord> records)
    {
        if (records.Count == 0)
        {
            return;
        }

        // Applied before they are kept: records that do not fit the image never get into the entry.
        var delta = new MetadataDelta(_context.Image);
        delta.Apply(records);
        _context = _context with { Image = delta.Finish(_context.Image.Index).New };
        _records.AddRange(records);
        _bytes += records.Sum(record => (long)MetadataEntry.SizeOf(record));
    }
}
