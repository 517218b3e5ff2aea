using System.Reflection;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests.Support;

/// <summary>A declared field as a test sees it, read from its attribute independently of the generator.</summary>
internal sealed class WireProperty(PropertyInfo property, WireFieldAttribute attribute)
{
    public PropertyInfo Property => property;

    public string Name => property.Name;

    public Type Type => property.PropertyType;

    public bool IsTagged => attribute.Tag >= 0;

    public static WireProperty[] Of(Type type) =>
        [.. from property in type.GetProperties()
            let attribute = property.GetCustomAttribute<WireFieldAttribute>()
            where attribute is not null
            orderby property.MetadataToken
            select new WireProperty(property, attribute)];

    public bool IsCarriedIn(short version) => Has(attribute.Versions, version);

    public bool MayBeNullIn(short version) => Has(attribute.Nullable, version);

    private static bool Has(string range, short version)
    {
        if (range == "none")
        {
            return false;
        }

        string[] ends = range.TrimEnd('+').Split('-');
        return version >= short.Parse(ends[0]) && (range.EndsWith('+') || version <= short.Parse(ends[^1]));
    }
}
