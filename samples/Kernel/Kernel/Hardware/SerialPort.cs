namespace Strat9.Samples.Kernel;

/// <summary>COM1, a 16550: 115200 baud, 8 bits, no parity, no interrupts.</summary>
internal static class SerialPort
{
    private const int Data = 0x3F8;
    private const int InterruptEnable = Data + 1;
    private const int FifoControl = Data + 2;
    private const int LineControl = Data + 3;
    private const int ModemControl = Data + 4;
    private const int LineStatus = Data + 5;
    private const int CanSend = 0x20;

    private static int s_last = '\n';

    /// <summary>Whether what comes next begins a line.</summary>
    public static bool AtLineStart => s_last == '\n';

    public static void Open()
    {
        Processor.OutByte(InterruptEnable, 0);
        Processor.OutByte(LineControl, 0x80); // the divisor's turn
        Processor.OutByte(Data, 1);
        Processor.OutByte(InterruptEnable, 0);
        Processor.OutByte(LineControl, 3);
        Processor.OutByte(FifoControl, 0xC7);
        Processor.OutByte(ModemControl, 3);
    }

    public static void Send(int value)
    {
        while ((Processor.InByte(LineStatus) & CanSend) == 0)
        {
            Processor.Pause();
        }

        Processor.OutByte(Data, value);
        s_last = value;
    }
}
