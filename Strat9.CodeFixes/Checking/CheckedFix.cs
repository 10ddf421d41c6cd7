using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Strat9.CodeFixes.Checking;

/// <summary>
/// A fix that is tried before it is offered: the changed code is compiled and analysed, and must be without the report, and without a new
/// one. Thread-safe: nothing is kept between calls.
/// </summary>
public abstract class CheckedFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => OneByOne.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await Scene.In(context.Document, context.CancellationToken).ConfigureAwait(false) is not { } scene)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var proposal in await Propose(scene, diagnostic).ConfigureAwait(false))
            {
                if (await scene.Holds(proposal, diagnostic).ConfigureAwait(false))
                {
                    var changed = proposal.Changed;
                    context.RegisterCodeFix(
                        CodeAction.Create(proposal.Title, _ => Task.FromResult(changed), proposal.Key), diagnostic);
                }
            }
        }
    }

    /// <summary>The first change of a sort that holds; of any sort, if none is asked for.</summary>
    internal async Task<Solution?> Apply(Scene scene, Diagnostic diagnostic, string? key)
    {
        foreach (var proposal in await Propose(scene, diagnostic).ConfigureAwait(false))
        {
            if ((key is null || proposal.Key == key) && await scene.Holds(proposal, diagnostic).ConfigureAwait(false))
            {
                return proposal.Changed;
            }
        }

        return null;
    }

    /// <summary>The changes that may be right, the best first.</summary>
    private protected abstract Task<IReadOnlyList<Proposal>> Propose(Scene scene, Diagnostic diagnostic);
}
