using System.Buffers.Binary;

namespace RaftLog.Model.Wire;

// Numbers. Each has a fast way through the current segment; ReadAcross is the cold way over a segment's edge or to the error.
public ref partial struct WireReader
{
    /// <summary>Reads a byte that is 0 for false; like Kafka, any other value is true.</summary>
    public bool ReadBoolean() => ReadByte() != 0;

    /// <summary>Reads an unsigned byte.</summary>
    public byte ReadByte() => _offset < _segment.Length ? _segment[_offset++] : (byte)ReadAcross(sizeof(byte));

    /// <summary>Reads a signed byte.</summary>
    public sbyte ReadInt8() => (sbyte)ReadByte();

    /// <summary>Reads two bytes.</summary>
    public short ReadInt16() => (short)ReadUInt16();

    /// <summary>Reads two bytes, unsigned.</summary>
    public ushort ReadUInt16()
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_segment[_offset..], out ushort value))
        {
            return (ushort)ReadAcross(sizeof(ushort));
        }

        _offset += sizeof(ushort);
        return value;
    }

    /// <summary>Reads four bytes.</summary>
    public int ReadInt32() => (int)ReadUInt32();

    /// <summary>Reads four bytes, unsigned.</summary>
    public uint ReadUInt32()
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_segment[_offset..], out uint value))
        {
            return (uint)ReadAcross(sizeof(uint));
        }

        _offset += sizeof(uint);
        return value;
    }

    /// <summary>Reads eight bytes.</summary>
    public long ReadInt64() => (long)ReadUInt64();

    /// <summary>Reads eight bytes, unsigned.</summary>
    public ulong ReadUInt64()
    {
        if (!BinaryPrimitives.TryReadUInt64BigEndian(_segment[_offset..], out ulong value))
        {
            return ReadAcross(sizeof(ulong));
        }

        _offset += sizeof(ulong);
        return value;
    }

    /// <summary>Reads an IEEE 754 number of eight bytes.</summary>
    public double ReadFloat64() => BitConverter.UInt64BitsToDouble(ReadUInt64());

    /// <summary>
    /// Reads a variable-length unsigned number: seven bits a byte, the lowest first, the top bit set on all but the last.
    /// </summary>
    public uint ReadUnsignedVarint()
    {
        ulong value = ReadUnsignedVarlong(maxBytes: 5);
        if (value > uint.MaxValue)
        {
            ThrowAt($"A varint of {value} does not fit 32 bits");
        }

        return (uint)value;
    }

    /// <summary>Reads a signed variable-length number in zig-zag form.</summary>
    public int ReadVarint()
    {
        uint value = ReadUnsignedVarint();
        return (int)(value >> 1) ^ -(int)(value & 1);
    }

    /// <summary>Reads a signed variable-length number of up to 64 bits in zig-zag form.</summary>
    public long ReadVarlong()
    {
        ulong value = ReadUnsignedVarlong(maxBytes: 10);
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private ulong ReadUnsignedVarlong(int maxBytes)
    {
        ulong value = 0;
        for (int i = 0; i < maxBytes; i++)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7f) << (7 * i);
            if (next < 0x80)
            {
                return value;
            }
        }

        ThrowAt($"A varint is longer than {maxBytes} bytes");
        return 0;
    }

    private ulong ReadAcross(int bytes)
    {
        Require(bytes);
        ulong value = 0;
        for (int i = 0; i < bytes; i++)
        {
            while (_offset == _segment.Length)
            {
                MoveToNextSegment();
            }

            value = (value << 8) | _segment[_offset++];
        }

        return value;
    }
}
