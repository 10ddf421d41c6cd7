using Microsoft.CodeAnalysis;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Tests;

/// <summary>No kind of operation is passed over in silence.</summary>
public class OperationTableTests
{
    [Fact]
    public void EveryKind_HasARow() =>
        Assert.All(Enum.GetValues<OperationKind>(), kind => Assert.True(OperationTable.HasRow(kind), kind.ToString()));

    [Fact]
    public void AKindWithoutARow_IsNotFollowed() => Assert.Equal(OperandEffect.NotFollowed, OperationTable.Of((OperationKind)9999));
}
