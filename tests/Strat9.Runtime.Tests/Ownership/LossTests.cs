using System.Diagnostics;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace Strat9.Runtime.Tests.Ownership;

/// <summary>A debug build tells of linear values that are lost with their holder. This project turns that on.</summary>
public sealed class LossTests
{
    [Fact]
    public void ItIsOn() => Assert.True(OwnershipDiagnostics.IsEnabled);

    [Fact]
    public void ALostListIsToldOf()
    {
        LostValues lost = Assert.Single(Tellings<InList>(static () => new Lists().Fill()));
        Assert.Equal(typeof(OwnedList<InList>), lost.Holder);
        Assert.Equal(2, lost.Count);
        Assert.Contains(nameof(Lists), lost.CreationStack);
        Assert.Contains("2 linear value(s)", lost.ToString());
    }

    [Fact]
    public void ALostSlotIsToldOf() => Assert.Equal(1, Assert.Single(Tellings<InSlot>(static () => new Slots().Fill())).Count);

    [Fact]
    public void ALostExceptionIsToldOf() =>
        Assert.Equal(typeof(Slot<InException>), Assert.Single(Tellings<InException>(static () => new Exceptions().Fill())).Holder);

    [Fact]
    public void ALostChannelIsToldOf() => Assert.Equal(1, Assert.Single(Tellings<InChannel>(static () => new Channels().Fill())).Count);

    [Fact]
    public void EmptyHoldersAreNot() => Assert.Empty(Tellings<Emptied>(static () => new Empties().Use()));

    [Fact]
    public void ValuesThatMayBeDroppedAreNot() => Assert.Empty(Tellings<Droppable>(static () => new Droppables().Fill()));

    [Fact]
    public void DisposingAHolderOfLinearValuesThrowsAndKeepsThem()
    {
        using Disposal disposal = new();
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(disposal.DisposeOfFull);
        Assert.Contains("1 linear value(s)", e.Message);
        Assert.Contains(nameof(Disposal), e.Message);
        Assert.Equal(5, disposal.TakeOut());
    }

    [Fact]
    public void DisposingAHolderOfOtherValuesDropsThem()
    {
        DroppingDisposal disposal = new();
        disposal.Dispose();
        Assert.True(disposal.IsEmpty);
    }

    [Fact]
    [Trusted("Reflection reaches the second copy of the library.")]
    public void WhenItIsOffNothingIsChecked()
    {
        Assert.True(OwnershipDiagnostics.IsEnabled); // this copy has decided
        AssemblyLoadContext context = new(nameof(WhenItIsOffNothingIsChecked), isCollectible: true);
        Assembly copy = context.LoadFromAssemblyPath(typeof(OwnershipDiagnostics).Assembly.Location);
        AppContext.SetSwitch(OwnershipDiagnostics.SwitchName, false);
        try
        {
            Type diagnostics = copy.GetType(typeof(OwnershipDiagnostics).FullName!, throwOnError: true)!;
            Assert.Equal(false, diagnostics.GetProperty(nameof(OwnershipDiagnostics.IsEnabled))!.GetValue(null));
        }
        finally
        {
            AppContext.SetSwitch(OwnershipDiagnostics.SwitchName, true);
        }

        Type type = copy.GetType(typeof(OwnedList<>).FullName!, throwOnError: true)!.MakeGenericType(typeof(Token));
        object list = Activator.CreateInstance(type)!;
        type.GetMethod("Add")!.Invoke(list, [new Token(1)]);
        ((IDisposable)list).Dispose();
        Assert.Equal(true, type.GetProperty("IsEmpty")!.GetValue(list));
        context.Unload();
    }

    [Fact]
    public void LinearIsWhatTheAnalyzerSays()
    {
        Assert.True(Linearity<Token>.IsLinear);
        Assert.True(Linearity<Wide>.IsLinear);
        Assert.True(Linearity<Wide?>.IsLinear);
        Assert.True(Linearity<(int, Wide)>.IsLinear);
        Assert.True(Linearity<Task<Token>>.IsLinear);
        Assert.True(Linearity<Derived>.IsLinear);
        Assert.True(Linearity<ByInterface>.IsLinear);
        Assert.True(Linearity<SendResult<Wide>>.IsLinear);
        Assert.True(Linearity<Strat9.Memory.PhysBlock<Strat9.Memory.Exclusive>>.IsLinear);
        Assert.True(Linearity<Carrier<Open>>.IsLinear);
        Assert.False(Linearity<Carrier<Done>>.IsLinear);
        Assert.True(Linearity<InPlace>.IsLinear);
        Assert.False(Linearity<AllFinal>.IsLinear);
        Assert.False(Linearity<Droppable>.IsLinear);
        Assert.False(Linearity<OwnedList<Wide>>.IsLinear);
        Assert.False(Linearity<int>.IsLinear);
        Assert.False(Linearity<string>.IsLinear);
    }

    [Fact]
    public void ADebugBuildIsOneWithoutOptimization()
    {
        const DebuggableAttribute.DebuggingModes Release = DebuggableAttribute.DebuggingModes.IgnoreSymbolStoreSequencePoints;
        Assert.True(OwnershipDiagnostics.IsDebugBuild(Build(Release | DebuggableAttribute.DebuggingModes.DisableOptimizations)));
        Assert.False(OwnershipDiagnostics.IsDebugBuild(Build(Release)));
        Assert.False(OwnershipDiagnostics.IsDebugBuild(null));
        Assert.False(OwnershipDiagnostics.IsDebugBuild(typeof(object).Assembly));

        static AssemblyBuilder Build(DebuggableAttribute.DebuggingModes modes) =>
            AssemblyBuilder.DefineDynamicAssembly(
                new AssemblyName("Consumer"),
                AssemblyBuilderAccess.RunAndCollect,
                [new(typeof(DebuggableAttribute).GetConstructor([typeof(DebuggableAttribute.DebuggingModes)])!, [modes])]);
    }

    // What is told of values of one type, after everything that the action leaves behind has been collected.
    private static List<LostValues> Tellings<[AllowsMoveOnly] T>(Action leaveBehind)
    {
        List<LostValues> told = [];
        OwnershipDiagnostics.ValuesLost += Listen;
        try
        {
            leaveBehind();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            OwnershipDiagnostics.ValuesLost -= Listen;
        }

        lock (told)
        {
            return told;
        }

        void Listen(LostValues lost)
        {
            if (lost.Value == typeof(T))
            {
                lock (told)
                {
                    told.Add(lost);
                }
            }
        }
    }

    [Linear]
    private sealed class InList;

    [Linear]
    private sealed class InSlot;

    [Linear]
    private sealed class InException;

    [Linear]
    private sealed class InChannel;

    [Linear]
    private sealed class Emptied;

    [MoveOnly]
    private sealed class Droppable;

    private sealed class Lists
    {
        private readonly OwnedList<InList> _list = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Fill()
        {
            _list.Add(new InList());
            _list.Add(new InList());
        }
    }

    private sealed class Slots
    {
        private readonly Slot<InSlot> _slot = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Fill() => _slot.Put(new InSlot());
    }

    private sealed class Exceptions
    {
        private readonly OwnedArray<InException> _array = new(0);

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Fill()
        {
            try
            {
                _array.Put(0, new InException());
            }
            catch (NotStoredException<InException>)
            {
                // Nobody takes the value out: it is lost with the exception.
            }
        }
    }

    private sealed class Channels
    {
        private readonly OwnedChannel<InChannel> _channel = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Fill()
        {
            InChannel value = new();
            if (!_channel.TrySend(value))
            {
                Strat9.Ownership.Forget(value, "an open channel accepts it");
            }
        }
    }

    private sealed class Empties
    {
        private readonly OwnedList<Emptied> _list = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Use()
        {
            _list.Add(new Emptied());
            _list.DrainTo(static value => Strat9.Ownership.Forget(value, "it has no end of its own"));
        }
    }

    private sealed class Droppables
    {
        private readonly OwnedList<Droppable> _list = new();

        [MethodImpl(MethodImplOptions.NoInlining)]
        public void Fill() => _list.Add(new Droppable());
    }

    private sealed class Disposal : IDisposable
    {
        private readonly OwnedList<Token> _list = new();

        public Disposal() => _list.Add(new Token(5));

        public int TakeOut() => _list.TakeAt(0).End();

        [Trusted("That disposing fails, and keeps what it should not lose, is what is tested.")]
        public void DisposeOfFull() => _list.Dispose();

        public void Dispose() => _list.Dispose();
    }

    private sealed class DroppingDisposal : IDisposable
    {
        private readonly OwnedList<Droppable> _list = new();

        public bool IsEmpty => _list.IsEmpty;

        public DroppingDisposal() => _list.Add(new Droppable());

        public void Dispose() => _list.Dispose();
    }

    [Linear]
    private class Base;

    private sealed class Derived : Base;

    [Linear]
    private interface IOwed;

    private sealed class ByInterface : IOwed;

    private enum Phases
    {
        [State(Initial = true)]
        First,

        [State(Final = true)]
        Last,
    }

    private enum Modes
    {
        [State(Initial = true, Final = true)]
        Slow,

        [State(Final = true)]
        Fast,
    }

    [Typestate(typeof(Phases))]
    private sealed class InPlace
    {
        [Transition(Phases.First, Phases.Last)]
        public void End()
        {
        }
    }

    [Typestate(typeof(Modes))]
    private sealed class AllFinal
    {
        [Transition(Modes.Slow, Modes.Fast)]
        public void Hurry()
        {
        }

        [Transition(Modes.Fast, Modes.Slow)]
        public void Relax()
        {
        }
    }
}
