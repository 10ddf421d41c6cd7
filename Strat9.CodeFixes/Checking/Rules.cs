using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Strat9.Analyzers.Rules;

namespace Strat9.CodeFixes.Checking;

/// <summary>The analyzers whose reports a change is held against: all of them.</summary>
internal static class Rules
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
    [
        new CarrierShape(),
        new ContractComparison(),
        new ContractConsistency(),
        new FailureLosesValue(),
        new FieldOwnership(),
        new MissedCase(),
        new MustBePartial(),
        new MustUseAnalyzer(),
        new NotAvailableInState(),
        new OwnershipAnalyzer(),
        new ProtocolDeclarations(),
        new StaticStorage(),
        new TrustedAnalyzer(),
        new TypeArguments(),
        new UnionAnalyzer(),
    ];
}
