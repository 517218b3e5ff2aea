namespace RaftLog.Model.Wire;

/// <summary>
/// Declares a partial type nested in a <see cref="WireMessageAttribute"/> type as a part of that message. Its field versions are those of
/// the message. A struct that several messages share is a <see cref="WireMessageAttribute"/> type of its own.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class WireStructAttribute : Attribute;
