namespace Strat9.Samples.Kernel;

/// <summary>The 8254 timer behind the 8259 interrupt controllers, a hundred times a second. Only ring 3 runs with interrupts on.</summary>
internal static class Timer
{
    private const int MasterCommand = 0x20;
    private const int MasterData = 0x21;
    private const int SlaveCommand = 0xA0;
    private const int SlaveData = 0xA1;
    private const int TimerData = 0x40;
    private const int TimerCommand = 0x43;
    private const int AllMasked = 0xFF;
    private const int AllButTimer = 0xFE;
    private const int EndOfInterrupt = 0x20;
    private const int Divisor = 1_193_182 / 100;

    public static void Start()
    {
        Processor.OutByte(MasterCommand, 0x11); // in cascade, with a fourth word
        Processor.OutByte(SlaveCommand, 0x11);
        Processor.OutByte(MasterData, Traps.Timer);
        Processor.OutByte(SlaveData, Traps.Timer + 8);
        Processor.OutByte(MasterData, 4); // the slave is on line 2
        Processor.OutByte(SlaveData, 2);
        Processor.OutByte(MasterData, 1);
        Processor.OutByte(SlaveData, 1);
        Processor.OutByte(SlaveData, AllMasked);
        Processor.OutByte(TimerCommand, 0x34); // channel 0, rate generator
        Processor.OutByte(TimerData, Divisor & 0xFF);
        Processor.OutByte(TimerData, Divisor >> 8);
        Processor.OutByte(MasterData, AllButTimer);
    }

    public static void Stop() => Processor.OutByte(MasterData, AllMasked);

    public static void Acknowledge() => Processor.OutByte(MasterCommand, EndOfInterrupt);
}
