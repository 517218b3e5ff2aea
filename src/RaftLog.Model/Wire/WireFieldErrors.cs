using System.Diagnostics.CodeAnalysis;

namespace RaftLog.Model.Wire;

/// <summary>The errors that generated code throws; apart, so that the methods stay small.</summary>
public static class WireFieldErrors
{
    /// <summary>Throws because a field is set that the version does not have.</summary>
    [DoesNotReturn]
    public static void ThrowNotCarried(string field, short version) =>
        throw new WireFormatException($"{field} is set, and version {version} cannot carry it", 0);

    /// <summary>Throws because a field is null that the version wants a value of.</summary>
    [DoesNotReturn]
    public static void ThrowNull(string field, short version) =>
        throw new WireFormatException($"{field} is null, and version {version} must have a value", 0);
}
