namespace Strat9.Samples.Kernel;

/// <summary>The transcript, in ASCII, on COM1. Calls are chained: there is no interpolation without a heap.</summary>
internal readonly struct Log
{
    /// <summary>Begins a line: who says it, in a column of its own.</summary>
    public static Log Line(string who)
    {
        default(Log).Text(who);
        return default(Log).Spaces(10 - who.Length);
    }

    public Log Text(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            char letter = text[i];
            SerialPort.Send(letter < 0x80 ? letter : '?');
        }

        return this;
    }

    public Log Spaces(int count)
    {
        for (; count > 0; count--)
        {
            SerialPort.Send(' ');
        }

        return this;
    }

    /// <summary>In decimal, at least so many places wide.</summary>
    public Log Number(ulong value, int width = 0)
    {
        int digits = 1;
        ulong unit = 1;
        for (; value / unit >= 10; digits++)
        {
            unit *= 10;
        }

        Spaces(width - digits);
        for (; unit != 0; unit /= 10)
        {
            SerialPort.Send((int)(value / unit % 10) + '0');
        }

        return this;
    }

    public Log Number(int value) => value < 0 ? Text("-").Number((ulong)-(long)value) : Number((ulong)value);

    /// <summary>In hexadecimal with so many digits, cut off above.</summary>
    public Log Hex(ulong value, int digits = 16)
    {
        Text("0x");
        for (int shift = 4 * digits - 4; shift >= 0; shift -= 4)
        {
            int digit = (int)(value >> shift) & 15;
            SerialPort.Send(digit + (digit < 10 ? '0' : 'a' - 10));
        }

        return this;
    }

    /// <summary>A physical address or size: ten digits reach to 1 TiB.</summary>
    public Log Hex(PhysAddr address) => Hex(address.Value, 10);

    /// <summary>A size in the largest unit that divides it, up to MiB.</summary>
    public Log Size(ulong bytes, int width = 0) =>
        (bytes & 0xFFFFF) == 0 ? Number(bytes >> 20, width).Text(" MiB") :
        (bytes & 0x3FF) == 0 ? Number(bytes >> 10, width).Text(" KiB") : Number(bytes, width).Text(" B  ");

    public void End() => Text("\n");
}
