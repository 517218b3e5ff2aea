using RaftLog.Model.Wire;

namespace RaftLog.Metadata;

/// <summary>One kind of request to the controller: what it carries, what it answers, and how it is decided.</summary>
/// <typeparam name="TCommand">The request. Its versions are those of the answer too.</typeparam>
/// <typeparam name="TResult">The answer.</typeparam>
/// <param name="decide">Decides a request; pure save for broker sessions and chance.</param>
internal sealed class ControllerCommand<TCommand, TResult>(Func<ControlContext, TCommand, ControlResult<TResult>> decide)
    where TCommand : class, IIdentifiedWireMessage<TCommand, ControllerCommandType>
    where TResult : ControllerResult, IWireMessage<TResult>, new()
{
    /// <summary>Decides a request.</summary>
    public ControlResult<TResult> Decide(ControlContext context, TCommand command) => decide(context, command);
}
