using System.Buffers;
using System.Collections;
using RaftLog.Model;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests.Support;

/// <summary>Makes messages with random values in all the fields that a version carries, and defaults in the others.</summary>
internal sealed class RandomMessage(Random random, short version)
{
    private static readonly string[] Texts = ["", "a", "topic-1", "größer", "日本", new string('x', 200)];

    public IWireWritable Make(Type message) => (IWireWritable)MakeStruct(message);

    private object MakeStruct(Type type)
    {
        object made = Activator.CreateInstance(type)!;
        foreach (var field in WireProperty.Of(type).Where(field => field.IsCarriedIn(version)))
        {
            field.Property.SetValue(made, MakeField(field));
        }

        return made;
    }

    private object? MakeField(WireProperty field)
    {
        bool isTaggedStruct = field.IsTagged && IsDeclared(field.Type);
        bool mayBeNull = field.MayBeNullIn(version) || isTaggedStruct;
        return mayBeNull && random.Next(3) == 0 ? null : MakeValue(field.Type);
    }

    private object MakeValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            return Enum.ToObject(type, MakeValue(Enum.GetUnderlyingType(type)));
        }

        if (type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>) || type == typeof(ReadOnlySequence<byte>))
        {
            return MakeBytes(type);
        }

        return ElementOf(type) is { } element ? MakeList(type, element) : MakeScalar(type);
    }

    private object MakeScalar(Type type)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => random.Next(2) == 1,
            TypeCode.Byte => bytes[0],
            TypeCode.SByte => (sbyte)bytes[0],
            TypeCode.Int16 => BitConverter.ToInt16(bytes),
            TypeCode.UInt16 => BitConverter.ToUInt16(bytes),
            TypeCode.Int32 => BitConverter.ToInt32(bytes),
            TypeCode.UInt32 => BitConverter.ToUInt32(bytes),
            TypeCode.Int64 => BitConverter.ToInt64(bytes),
            TypeCode.UInt64 => BitConverter.ToUInt64(bytes),
            TypeCode.Double => random.NextDouble(),
            TypeCode.String => Texts[random.Next(Texts.Length)],
            _ when type == typeof(Guid) => new Guid(bytes),
            _ when type == typeof(ReplicaId) => new ReplicaId(new BrokerId(random.Next()), new DirectoryId(BitConverter.ToUInt64(bytes))),
            _ when IsDeclared(type) => MakeStruct(type),
            _ => Activator.CreateInstance(type, MakeScalar(type.GetProperty("Value")!.PropertyType))!,
        };
    }

    private object MakeBytes(Type type)
    {
        var bytes = new byte[random.Next(20)];
        random.NextBytes(bytes);
        return type == typeof(byte[]) ? bytes
            : type == typeof(ReadOnlyMemory<byte>) ? new ReadOnlyMemory<byte>(bytes)
            : new ReadOnlySequence<byte>(bytes);
    }

    private IList MakeList(Type type, Type element)
    {
        int count = random.Next(4);
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(element))!;
        for (int i = 0; i < count; i++)
        {
            list.Add(MakeValue(element));
        }

        if (!type.IsArray)
        {
            return list;
        }

        var array = Array.CreateInstance(element, count);
        list.CopyTo(array, 0);
        return array;
    }

    private static Type? ElementOf(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && type.IsAssignableTo(typeof(IEnumerable)) ? type.GenericTypeArguments[0]
        : null;

    private static bool IsDeclared(Type type) =>
        type.IsDefined(typeof(WireMessageAttribute), false) || type.IsDefined(typeof(WireStructAttribute), false);
}
