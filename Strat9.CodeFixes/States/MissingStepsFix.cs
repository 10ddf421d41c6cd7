using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Strat9.Analyzers.Rules;

namespace Strat9.CodeFixes.States;

/// <summary>
/// STRAT2001: takes the missing steps, where they need nothing but the value: <c>block.IntoExclusive().IntoReleased()</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MissingStepsFix))]
[Shared]
public sealed class MissingStepsFix : CodeFixProvider
{
    // One key for all, whatever the steps: each place takes its own.
    private const string Key = nameof(MissingStepsFix);

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.STRAT2001_NotAvailableInState.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => FixAllProvider.Create(
        static async (context, document, diagnostics) =>
        {
            if (diagnostics.IsEmpty || await MissingSteps.In(document, context.CancellationToken).ConfigureAwait(false) is not { } steps)
            {
                return null;
            }

            var insertions = diagnostics.SelectMany(d => steps.InsertionsFor(d));
            return await Apply(document, insertions, context.CancellationToken).ConfigureAwait(false);
        });

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await MissingSteps.In(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } steps)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var insertions = steps.InsertionsFor(diagnostic);
            if (!insertions.IsEmpty)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(MissingSteps.Title(diagnostic), cancel => Apply(context.Document, insertions, cancel), Key),
                    diagnostic);
            }
        }
    }

    private static async Task<Document> Apply(Document document, IEnumerable<TextChange> insertions, CancellationToken cancel)
    {
        var text = await document.GetTextAsync(cancel).ConfigureAwait(false);
        return document.WithText(text.WithChanges(insertions.Distinct().OrderBy(c => c.Span.Start)));
    }
}

/// <summary>What to insert in one document for its reports of STRAT2001.</summary>
internal sealed class MissingSteps
{
    private readonly SyntaxNode _root;
    private readonly SemanticModel _model;

    private MissingSteps(SyntaxNode root, SemanticModel model)
    {
        _root = root;
        _model = model;
    }

    public static async Task<MissingSteps?> In(Document document, CancellationToken cancel) =>
        await document.GetSyntaxRootAsync(cancel).ConfigureAwait(false) is { } root &&
        await document.GetSemanticModelAsync(cancel).ConfigureAwait(false) is { } model
            ? new MissingSteps(root, model)
            : null;

    public static string Title(Diagnostic diagnostic)
    {
        var steps = StepsOf(diagnostic);
        return $"Call {string.Join(", then ", steps.Select(s => $"'{s}'"))} first";
    }

    /// <summary>Empty where no step can be written there, or what comes of it would not be in the state that is needed.</summary>
    public ImmutableArray<TextChange> InsertionsFor(Diagnostic diagnostic)
    {
        var steps = StepsOf(diagnostic);
        if (steps.IsEmpty || !_root.FullSpan.Contains(diagnostic.Location.SourceSpan) ||
            _root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not ExpressionSyntax node ||
            !diagnostic.Properties.TryGetValue(WrongState.StateProperty, out var state))
        {
            return [];
        }

        var text = string.Concat(steps.Select(s => $".{Escape(s)}()"));
        return node switch
        {
            SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } when access.Name == node =>
                After(access.Expression, text, state!),
            SimpleNameSyntax { Parent: MemberBindingExpressionSyntax binding } => Before(binding, text, state!),
            _ => After(node, text, state!),
        };
    }

    private ImmutableArray<TextChange> After(ExpressionSyntax value, string steps, string state)
    {
        var needsParentheses = NeedsParentheses(value);
        var written = needsParentheses ? $"({value})" : value.ToString();
        if (!IsIn(state, value.SpanStart, written + steps))
        {
            return [];
        }

        return needsParentheses
            ? [Insert(value.SpanStart, "("), Insert(value.Span.End, ")" + steps)]
            : [Insert(value.Span.End, steps)];
    }

    // block?.IntoReleased(): the step stands behind the question mark, and is taken with the value itself.
    private ImmutableArray<TextChange> Before(MemberBindingExpressionSyntax binding, string steps, string state)
    {
        return MemberName.ReceiverOf(binding) is { } receiver && IsIn(state, receiver.SpanStart, $"{Parenthesized(receiver)}?{steps}")
            ? [Insert(binding.OperatorToken.SpanStart, steps)]
            : [];
    }

    private bool IsIn(string state, int position, string expression)
    {
        var parsed = SyntaxFactory.ParseExpression(expression);
        return !parsed.ContainsDiagnostics &&
            _model.GetSpeculativeTypeInfo(position, parsed, SpeculativeBindingOption.BindAsExpression).Type is { } type &&
            CarrierInstance.Of(type) is { } found && found.State.Name == state;
    }

    private static string Parenthesized(ExpressionSyntax value) => NeedsParentheses(value) ? $"({value})" : value.ToString();

    private static bool NeedsParentheses(ExpressionSyntax value) => value is not (
        SimpleNameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or
        ObjectCreationExpressionSyntax or ParenthesizedExpressionSyntax or ThisExpressionSyntax or PostfixUnaryExpressionSyntax or
        QualifiedNameSyntax or AliasQualifiedNameSyntax);

    private static ImmutableArray<string> StepsOf(Diagnostic diagnostic) =>
        diagnostic.Properties.TryGetValue(WrongState.StepsProperty, out var steps) && steps is { Length: > 0 }
            ? [.. steps.Split(WrongState.Separator)]
            : [];

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    private static TextChange Insert(int position, string text) => new(new TextSpan(position, 0), text);
}
