using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// STRAT2005 over unions: a <c>switch</c> over a tagged union, over its <c>Kind</c>, or over a tuple of such values, without a default that
/// misses a case. Switches over states are the ownership analysis' part: it knows which are possible.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MissedCase : DiagnosticAnalyzer
{
    private const string CaseHolder = "Case";
    private const string KindType = "Tag";
    private const string NoCase = "Default";
    internal const string MissingProperty = "missing";

    /// <summary>In that property: between the parts of what is missing in a <c>switch</c> over a tuple.</summary>
    internal const char PartSeparator = '|';

    private const int Shown = 8;

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
            string.Join(", ", missing.Take(Shown).Select(n => n.Contains(PartSeparator) ? $"'({n.Replace(PartSeparator.ToString(), ", ")})'" : $"'{n}'")) +
                (missing.Count > Shown ? $" and {missing.Count - Shown} more" : ""));

    /// <summary>The same of a <c>switch</c> over a tuple: each name stands for a combination.</summary>
    internal static Diagnostic Of(TupleSwitch tuple, string what, List<string[]> missing) =>
        Of(tuple.Arms, what, [.. missing.Select(m => string.Join(PartSeparator.ToString(), m))]);

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

        if (TupleSwitch.Of(arms) is { } tuple)
        {
            return FindCombination(tuple);
        }

        // The compiler checks an expression over a union itself, where it knows unions; without that there are no such patterns.
        var missing =
            IsUnion(type) ? arms.IsExpression ? [] : [.. CasesOf(type).Where(c => !arms.Takes(c)).Select(c => c.Name)] :
            IsKind(type) ? MembersOf(type).Where(m => !arms.Takes(m.Value)).Select(m => m.Name).ToList() :
            [];
        return missing.Count > 0 ? Of(arms, "case", missing) : null;
    }

    // Where a part may be the state of a value, the ownership analysis knows which are possible.
    private static Diagnostic? FindCombination(TupleSwitch tuple)
    {
        if (tuple.IsCheckedByCompiler || tuple.Parts.Any(MayBeState) ||
            !tuple.Parts.Any(p => p.IsUnion || (p.Type is INamedTypeSymbol type && IsKind(type))))
        {
            return null;
        }

        var missing = tuple.Missing(static _ => true);
        return missing.Count > 0 ? Of(tuple, "combination", missing) : null;
    }

    private static bool MayBeState(SwitchPart part) =>
        part is { Operation: IPropertyReferenceOperation or IInvocationOperation or ILocalReferenceOperation, Type.TypeKind: TypeKind.Enum } &&
        part.Type.GetMembers().Any(m => m.Has(KnownNames.State));

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

    internal static bool IsUnion(INamedTypeSymbol type) => type.IsValueType && type.Has(KnownNames.TaggedUnion);

    private static bool IsKind(INamedTypeSymbol type) =>
        type is { TypeKind: TypeKind.Enum, Name: KindType, ContainingType: { } union } && IsUnion(union);

    /// <summary>The types of a union's cases.</summary>
    internal static ImmutableArray<INamedTypeSymbol> CasesOf(INamedTypeSymbol union) =>
        union.GetTypeMembers(CaseHolder).FirstOrDefault(t => t.IsStatic)?.GetTypeMembers() ?? [];

    /// <summary>The members of an enum. The default value of a union holds nothing, and making one is reported where it is made.</summary>
    internal static IEnumerable<(string Name, long Value)> MembersOf(INamedTypeSymbol type)
    {
        var isKind = IsKind(type);
        foreach (var member in type.GetMembers().OfType<IFieldSymbol>())
        {
            if (member.HasConstantValue && !(isKind && member.Name == NoCase) && Constants.Of(member.ConstantValue) is { } value)
            {
                yield return (member.Name, value);
            }
        }
    }
}
