using System.Buffers.Binary;

namespace RaftLog.Model.Wire;

// Numbers.
public ref partial struct WireWriter
{
    /// <summary>Writes a byte, 1 for true.</summary>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes an unsigned byte.</summary>
    public void WriteByte(byte value) => Reserve(sizeof(byte))[0] = value;

    /// <summary>Writes a signed byte.</summary>
    public void WriteInt8(sbyte value) => WriteByte((byte)value);

    /// <summary>Writes two bytes.</summary>
    public void WriteInt16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(sizeof(short)), value);

    /// <summary>Writes two bytes, unsigned.</summary>
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(sizeof(ushort)), value);

    /// <summary>Writes four bytes.</summary>
    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(sizeof(int)), value);

    /// <summary>Writes four bytes, unsigned.</summary>
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(sizeof(uint)), value);

    /// <summary>Writes eight bytes.</summary>
    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(sizeof(long)), value);

    /// <summary>Writes eight bytes, unsigned.</summary>
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(sizeof(ulong)), value);

    /// <summary>Writes an IEEE 754 number of eight bytes.</summary>
    public void WriteFloat64(double value) => BinaryPrimitives.WriteDoubleBigEndian(Reserve(sizeof(double)), value);

    /// <summary>
    /// Writes a variable-length unsigned number: seven bits a byte, the lowest first, the top bit set on all but the last.
    /// </summary>
    public void WriteUnsignedVarint(uint value) => WriteUnsignedVarlong(value);

    /// <summary>Writes a signed variable-length number in zig-zag form.</summary>
    public void WriteVarint(int value) => WriteUnsignedVarlong((uint)((value << 1) ^ (value >> 31)));

    /// <summary>Writes a signed variable-length number of up to 64 bits in zig-zag form.</summary>
    public void WriteVarlong(long value) => WriteUnsignedVarlong((ulong)((value << 1) ^ (value >> 63)));

    private void WriteUnsignedVarlong(ulong value)
    {
        var bytes = Reserve(WireSize.OfUnsignedVarlong(value));
        for (int i = 0; i < bytes.Length - 1; i++)
        {
            bytes[i] = (byte)(value | 0x80);
            value >>= 7;
        }

        bytes[^1] = (byte)value;
    }
}
