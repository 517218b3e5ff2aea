using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>A <see cref="PendingRequest"/> that somebody awaits.</summary>
internal sealed class PendingCommand<TCommand, TResult>(ControllerCommand<TCommand, TResult> kind, TCommand command) : PendingRequest
    where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
    where TResult : ControllerResult, IWireMessage<TResult>, new()
{
    // Continuations run on the scheduler of whoever awaits, not in the controller's turn.
    private readonly TaskCompletionSource<TResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TResult? _response;

    /// <summary>The answer.</summary>
    public Task<TResult> Completion => _completion.Task;

    /// <inheritdoc/>
    public override bool NeedsConfirmation => command is IConfirmedCommand;

    /// <inheritdoc/>
    public override IReadOnlyList<MetadataRecord> Decide(ControlContext context)
    {
        if (command is ICoordinatorCommand { CoordinatorTerm: not ICoordinatorCommand.AnyTerm and var checkedIn } && checkedIn != context.Term.Value)
        {
            _response = new TResult
            {
                Error = ErrorCode.NotCoordinator,
                ErrorMessage = $"The coordinator of term {checkedIn} made the request; this is term {context.Term.Value}",
            };
            return [];
        }

        var result = kind.Decide(context, command);
        _response = result.Response;
        return result.Records;
    }

    /// <inheritdoc/>
    public override void Complete(LogIndex index)
    {
        Invariant.Require(_response is not null);
        _response.Index = index;
        _completion.TrySetResult(_response);
    }

    /// <inheritdoc/>
    public override void Fail(ErrorCode error, string message) => _completion.TrySetResult(new TResult { Error = error, ErrorMessage = message });
}
