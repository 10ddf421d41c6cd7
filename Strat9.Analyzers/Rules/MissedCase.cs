using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT2005 over unions: a <c>switch</c> over a tagged union, or over its <c>Kind</c>, without a default that misses a case. Switches over
/// states are the ownership analysis' part: it knows which are possible.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissedCase : DiagnosticAnalyzer
{
    private const string CaseHolder = "Case";
    private const string KindType = "Tag";
    private const string NoCase = "Default";
    internal const string MissingProperty = "missing";

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Descriptors.STRAT2005_MissedCase];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (!start.Compilation.GetTypesByMetadataName(KnownNames.TaggedUnion).IsEmpty)
            {
                start.RegisterOperationAction(Analyze, OperationKind.Switch, OperationKind.SwitchExpression);
            }
        });
    }

    /// <summary>The report of a <c>switch</c> that misses what is named; the names are also a property of it, for the code fix.</summary>
    /// <param name="arms">The <c>switch</c>.</param>
    /// <param name="what">"case" or "state".</param>
    /// <param name="missing">The names.</param>
    internal static Diagnostic Of(SwitchArms arms, string what, IReadOnlyList<string> missing) =>
        Diagnostic.Create(
            Descriptors.STRAT2005_MissedCase,
            arms.Header,
            ImmutableDictionary<string, string?>.Empty.Add(MissingProperty, string.Join(",", missing)),
            Ownership.Messages.Short(arms.Governing.Syntax),
            missing.Count == 1 ? what : what + "s",
            string.Join(", ", missing.Select(n => $"'{n}'")));

    /// <summary>Whether the operation would be reported, if nothing around it were trusted.</summary>
    internal static bool IsWrong(IOperation operation) => Find(operation) is not null;

    private static void Analyze(OperationAnalysisContext context)
    {
        if (!OwnershipAnalyzer.IsTrusted(context.ContainingSymbol) && !GeneratedSource.IsOurs(context.Operation.Syntax.SyntaxTree)
            && Find(context.Operation) is { } found && !IsInTrustedFunction(context.Operation))
        {
            context.ReportDiagnostic(found);
        }
    }

    private static Diagnostic? Find(IOperation operation)
    {
        if (SwitchArms.Of(operation) is not { Governing.Type: INamedTypeSymbol type } arms)
        {
            return null;
        }

        var missing = IsUnion(type) ? MissedTypes(type, arms) : IsKind(type) ? MissedKinds(type, arms) : [];
        return missing.Count > 0 ? Of(arms, "case", missing) : null;
    }

    private static bool IsInTrustedFunction(IOperation operation)
    {
        for (var o = operation; o is not null; o = o.Parent)
        {
            if (o is ILocalFunctionOperation { Symbol: var function } && function.Has(KnownNames.Trusted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsUnion(INamedTypeSymbol type) => type.IsValueType && type.Has(KnownNames.TaggedUnion);

    private static bool IsKind(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Enum, Name: KindType, ContainingType: { } union } && IsUnion(union);

    private static List<string> MissedTypes(INamedTypeSymbol union, SwitchArms arms) =>
        union.GetTypeMembers(CaseHolder).FirstOrDefault(t => t.IsStatic) is { } holder
            ? [.. holder.GetTypeMembers().Where(c => !arms.Takes(c)).Select(c => c.Name)]
            : [];

    // The default value of a union holds nothing, and making one is reported where it is made.
    private static List<string> MissedKinds(INamedTypeSymbol kind, SwitchArms arms) =>
    [
        .. kind.GetMembers().OfType<IFieldSymbol>()
            .Where(m => m.HasConstantValue && m.Name != NoCase && Constants.Of(m.ConstantValue) is { } value && !arms.Takes(value))
            .Select(m => m.Name),
    ];
}
