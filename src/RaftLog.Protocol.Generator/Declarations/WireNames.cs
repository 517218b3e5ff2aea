namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>The names in the model library that declarations and generated code speak of.</summary>
internal static class WireNames
{
    public const string Namespace = "RaftLog.Model.Wire";
    public const string MessageAttribute = Namespace + ".WireMessageAttribute";
    public const string StructAttribute = Namespace + ".WireStructAttribute";
    public const string FieldAttribute = Namespace + ".WireFieldAttribute";
    public const string ValueInterface = "IWireValue";
    public const string Global = "global::" + Namespace + ".";
}
