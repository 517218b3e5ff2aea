namespace RaftLog.Model.Wire;

/// <summary>A type declared with <see cref="WireMessageAttribute"/>; the generator implements this.</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IWireMessage<TSelf> : IWireValue<TSelf>
    where TSelf : IWireMessage<TSelf>
{
    /// <summary>The versions that can be read and written.</summary>
    static abstract WireVersions Versions { get; }

    /// <summary>Those of <see cref="Versions"/> with compact lengths and tagged fields (KIP-482).</summary>
    static abstract WireVersions FlexibleVersions { get; }
}
