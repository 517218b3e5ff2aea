namespace System.Runtime.CompilerServices;

/// <summary>What the compiler wants for init-only properties and records; netstandard2.0 does not have it.</summary>
internal static class IsExternalInit;
