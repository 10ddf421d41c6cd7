using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Strat9.Analyzers.Dataflow;

// Exceptions go in two passes, as at run time: a search outward that asks the filters, and the unwinding to the handler found.
internal sealed partial class FlowSolver<TState>
{
    private void Raise(TState state, ControlFlowRegion region, Continuation? context, Thrown thrown) =>
        Search(state, region, new HandlerSearch(region, context, thrown, null));

    // Goes on outward from `from`, whose own handlers have been asked.
    private void Search(TState state, ControlFlowRegion from, HandlerSearch search)
    {
        for (var current = from; ; current = current.EnclosingRegion)
        {
            if (current.Kind == ControlFlowRegionKind.Filter && search.Context is { Search: { } interrupted } asking && asking.Finally == current)
            {
                // An exception inside a filter counts as "no".
                for (var inner = search.Region; inner != current; inner = inner.EnclosingRegion!)
                {
                    _analysis.Leave(state, inner, DepartureOf(search.Thrown, isCaught: true));
                }

                _analysis.Leave(state, current, DepartureOf(search.Thrown, isCaught: true));
                Refused(state, current, interrupted);
                return;
            }

            // The root of a nested function's graph hangs below a region of the graph around it.
            if (current.Kind == ControlFlowRegionKind.Root || current.EnclosingRegion is not { } outer)
            {
                Unwind(state, search.Region, search.Context, search.Thrown, null);
                return;
            }

            if (current.Kind == ControlFlowRegionKind.Try && outer.Kind == ControlFlowRegionKind.TryAndCatch && Offer(state, outer, 1, ref search))
            {
                return;
            }
        }
    }

    // A filter said no: the clauses after it are next, and then what is around them.
    private void Refused(TState state, ControlFlowRegion filter, HandlerSearch search)
    {
        if (filter.EnclosingRegion is not { EnclosingRegion: { Kind: ControlFlowRegionKind.TryAndCatch } tryAndCatch } clause)
        {
            return;
        }

        // It was asked, so the exception is one of its type.
        if (_exceptions.Match(clause, search.Thrown, search.Excluded) == CatchMatch.Maybe)
        {
            search = search with { Thrown = search.Thrown with { Type = clause.ExceptionType } };
        }

        if (!Offer(state, tryAndCatch, tryAndCatch.NestedRegions.IndexOf(clause) + 1, ref search))
        {
            Search(state, tryAndCatch, search);
        }
    }

    // Offers the exception to the clauses of a `try`; returns whether the search ends here, or goes on only when a filter has run.
    private bool Offer(TState state, ControlFlowRegion tryAndCatch, int first, ref HandlerSearch search)
    {
        for (var i = first; i < tryAndCatch.NestedRegions.Length; i++)
        {
            var clause = tryAndCatch.NestedRegions[i];
            var match = _exceptions.Match(clause, search.Thrown, search.Excluded);
            if (match == CatchMatch.Never)
            {
                continue;
            }

            if (clause.Kind == ControlFlowRegionKind.FilterAndHandler)
            {
                var filter = clause.NestedRegions[0];
                Flow(clause.FirstBlockOrdinal, Intern(search.Context, filter, null, 0, search.Thrown, null, search), state);
            }
            else
            {
                Unwind(_analysis.Copy(state), search.Region, search.Context, search.Thrown, new Handler(clause, clause.FirstBlockOrdinal));
            }

            if (match == CatchMatch.Always)
            {
                return true;
            }

            // It goes on, but only as something that this clause does not take.
            search = search with { Excluded = new Excluded(clause.ExceptionType!, search.Excluded) };
        }

        return false;
    }

    // Leaves everything between `region` and the handler, innermost first; stops at a `finally`, which will come back here.
    private void Unwind(TState state, ControlFlowRegion region, Continuation? context, Thrown thrown, Handler? target)
    {
        var departure = DepartureOf(thrown, isCaught: target is not null);
        for (var current = region; ; current = current.EnclosingRegion)
        {
            _analysis.Leave(state, current, departure);
            if (_analysis.IsDead(state))
            {
                return;
            }

            if (context is not null && current == context.Finally)
            {
                // The new exception replaces whatever the finally was to resume.
                context = context.Parent;
            }

            if (current.Kind == ControlFlowRegionKind.Root || current.EnclosingRegion is not { } outer)
            {
                _analysis.Exit(state, departure);
                return;
            }

            if (current.Kind != ControlFlowRegionKind.Try)
            {
                continue;
            }

            if (outer.Kind == ControlFlowRegionKind.TryAndFinally)
            {
                var @finally = outer.NestedRegions[1];
                Flow(@finally.FirstBlockOrdinal, Intern(context, @finally, null, 0, thrown, target), state);
                return;
            }

            if (target is not null && outer == target.Region.EnclosingRegion)
            {
                Flow(target.Block, context, state);
                return;
            }
        }
    }

    private static Departure DepartureOf(Thrown thrown, bool isCaught) =>
        new(thrown.IsExplicit ? DepartureKind.Throw : DepartureKind.Exception, thrown.Origin, thrown.Operation, isCaught);
}
