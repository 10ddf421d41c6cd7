using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;
using Strat9.CodeFixes.Checking;

namespace Strat9.CodeFixes.Leaks;

/// <summary>
/// STRAT1002 and STRAT1004: consumes the value where it is lost, by what its type or the code around offers; or drops it on purpose.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeakFix))]
[Shared]
public sealed class LeakFix : CheckedFix
{
    private const string Using = "Dispose with 'using'";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
        [Descriptors.STRAT1002_NotConsumed.Id, Descriptors.STRAT1004_Discarded.Id];

    private protected override async Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic) =>
        diagnostic.Id == Descriptors.STRAT1004_Discarded.Id
            ? [.. OfResult(scene, diagnostic)]
            : await OfPlace(scene, diagnostic).ConfigureAwait(false);

    private static IEnumerable<Proposal> OfResult(Scene scene, Diagnostic diagnostic)
    {
        var value = scene.NodeAt(diagnostic.Location) as ExpressionSyntax;
        var whole = value?.Parent is AssignmentExpressionSyntax parent ? parent : value;
        if (whole is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard)
        {
            value = discard.Right;
        }

        if (value is null || whole!.Parent is not ExpressionStatementSyntax || scene.Model.GetTypeInfo(value, scene.Cancel).Type is not { } type
            || !scene.Services.Ownership.IsTracked(type))
        {
            return [];
        }

        return new Consumers(scene, type, value.SpanStart, scene.Model.GetEnclosingSymbol(value.SpanStart, scene.Cancel)).All().Append(Consumer.Forget(scene.Model, value.SpanStart)).OfType<Consumer>()
            .Select(c => new Proposal(
                c.Title,
                c.Key,
                scene.With(new TextChange(whole.Span, c.Around(c.After.StartsWith(".", StringComparison.Ordinal) ? Writing.AsReceiver(value) : value.ToString())))));
    }

    private static async Task<IReadOnlyList<Proposal>> OfPlace(Scene scene, Diagnostic diagnostic)
    {
        if (Leaking.At(scene, diagnostic) is not { } leak || ExitPoints.Of(scene, leak.Variable, leak.Declaration) is not { } exits)
        {
            return [];
        }

        var proposals = new List<Proposal>();
        var mending = new Mending(scene, diagnostic, leak.Value, exits);
        var forget = Consumer.Forget(scene.Model, exits.Position);
        IReadOnlyList<ExitPoint>? places = forget is null ? null : await mending.ExitsFor(forget).ConfigureAwait(false);
        foreach (var consumer in new Consumers(scene, leak.Type, exits.Position, leak.Function).All())
        {
            // The exits are the same for all of them, but somebody has to find them.
            places ??= forget is null ? await mending.ExitsFor(consumer).ConfigureAwait(false) : null;
            Add(consumer, places);
        }

        AddUsing(scene, leak, proposals);
        Add(forget, places);
        return proposals;

        void Add(Consumer? consumer, IReadOnlyList<ExitPoint>? at)
        {
            if (consumer is not null && at is not null && mending.Write(at, consumer) is { } changed)
            {
                proposals.Add(new Proposal(consumer.Title, consumer.Key, changed));
            }
        }
    }

    private static void AddUsing(Scene scene, Leaking leak, List<Proposal> proposals)
    {
        if (leak.Declaration is not VariableDeclaratorSyntax
            {
                Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0 } statement },
            })
        {
            return;
        }

        var known = scene.Services.Known;
        foreach (var (disposable, keyword) in new[] { (known.Disposable, "using "), (known.AsyncDisposable, "await using ") })
        {
            if (disposable is not null && leak.Type.AllInterfaces.Contains(disposable, SymbolEqualityComparer.Default))
            {
                proposals.Add(new Proposal(Using, Using, scene.With(Writing.Insert(statement.SpanStart, keyword))));
            }
        }
    }
}
