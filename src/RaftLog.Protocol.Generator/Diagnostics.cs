using Microsoft.CodeAnalysis;

namespace RaftLog.Protocol.Generator;

/// <summary>What can be wrong with a declaration. Each is a compiler error at the place of the mistake.</summary>
internal static class Diagnostics
{
    public static readonly DiagnosticDescriptor NotPartial = Error(
        "WIRE001", "The type must be partial", "'{0}' must be partial, and so must the types around it, for its codec to be generated");

    public static readonly DiagnosticDescriptor BadVersions = Error(
        "WIRE002", "The versions cannot be read", "'{0}' is no version range; write 3, 3-8, 3+ or none");

    public static readonly DiagnosticDescriptor OpenVersions = Error(
        "WIRE003", "The message versions must end", "'{0}' must name its last version, such as 0-3, since '{1}' has none");

    public static readonly DiagnosticDescriptor VersionsOutside = Error(
        "WIRE004", "The field is in no version", "The versions {1} of '{0}' lie outside those of its message, {2}");

    public static readonly DiagnosticDescriptor UnsupportedType = Error(
        "WIRE005", "The type has no encoding", "'{0}' has the type '{1}', which has no encoding");

    public static readonly DiagnosticDescriptor DuplicateTag = Error(
        "WIRE006", "The tag is taken", "'{0}' and '{1}' both have tag {2}");

    public static readonly DiagnosticDescriptor TagNotFlexible = Error(
        "WIRE007", "A tagged field needs flexible versions", "'{0}' is tagged in the versions {1}, but only {2} are flexible");

    public static readonly DiagnosticDescriptor NullableMismatch = Error(
        "WIRE008", "Property and versions disagree on null", "'{0}' {1}");

    public static readonly DiagnosticDescriptor DefaultNotConstant = Error(
        "WIRE009", "The default must be known to the compiler", "The initialiser of '{0}' must be a constant, a static member, or empty");

    public static readonly DiagnosticDescriptor HasConstructor = Error(
        "WIRE010", "A primary constructor cannot be called", "'{0}' must not have a primary constructor; declare its fields as properties");

    public static readonly DiagnosticDescriptor Recursive = Error(
        "WIRE011", "A struct contains itself", "'{0}' contains itself, so that hostile bytes could nest it until the stack overflows");

    public static readonly DiagnosticDescriptor NestedLacksVersion = Error(
        "WIRE012", "A nested message lacks a version", "'{0}' is carried in the versions {1}, but the message that it holds has only {2}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "RaftLog.Wire", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
