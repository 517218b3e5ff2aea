using Microsoft.CodeAnalysis;

namespace RaftLog.Protocol.Generator.Declarations;

/// <summary>Access to the named arguments of an attribute.</summary>
internal static class AttributeArguments
{
    /// <summary>The argument called <paramref name="name"/>, null when it is not given.</summary>
    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }
}
