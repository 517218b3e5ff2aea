namespace RaftLog.Protocol.Generator;

/// <summary>What one declaration came to: a source file, or what is wrong with it.</summary>
internal sealed record GeneratedMessage(string FileName, string? Source, EquatableList<DiagnosticInfo> Diagnostics);
