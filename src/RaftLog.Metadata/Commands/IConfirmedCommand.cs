namespace RaftLog.Metadata;

/// <summary>
/// A request whose answer must rest on everything that was committed when it was made, also when it changes nothing: before such an answer the
/// controller makes sure that it still is the controller. One that was deposed without knowing it might otherwise call a transaction open that
/// its successor has ended.
/// </summary>
public interface IConfirmedCommand;
