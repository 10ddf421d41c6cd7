using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Strat9.Analyzers.Contracts;
using Strat9.Analyzers.Ownership;

namespace Strat9.Analyzers.Rules;

/// <summary>
/// A <c>switch</c> over several values at once, <c>switch ((a, b))</c>: the combinations of what each may be, and which of them no arm takes.
/// </summary>
internal sealed class TupleSwitch
{
    private const int MaxCombinations = 1024;

    private TupleSwitch(SwitchArms arms, ImmutableArray<SwitchPart> parts, int count)
    {
        Arms = arms;
        Parts = parts;
        Count = count;
    }

    public SwitchArms Arms { get; }

    public ImmutableArray<SwitchPart> Parts { get; }

    /// <summary>How many combinations there are; each is a number below, the last part counting fastest.</summary>
    public int Count { get; }

    /// <summary><see langword="null"/> for a <c>switch</c> over anything but a tuple, or over more combinations than are followed.</summary>
    public static TupleSwitch? Of(SwitchArms arms)
    {
        if (arms.Governing.Type is not INamedTypeSymbol { IsTupleType: true } type)
        {
            return null;
        }

        var elements = (arms.Governing as ITupleOperation)?.Elements;
        var parts = type.TupleElements
            .Select((e, i) => SwitchPart.Of(e.Type, elements is { } given ? SwitchArms.Unconverted(given[i]) : null))
            .ToImmutableArray();
        long count = 1;
        foreach (var part in parts)
        {
            count *= part.Count;
            if (count is 0 or > MaxCombinations)
            {
                return null;
            }
        }

        return new TupleSwitch(arms, parts, (int)count);
    }

    /// <summary>Whether the compiler says itself what is missing: of an expression over unions, by their case types.</summary>
    public bool IsCheckedByCompiler => Arms.IsExpression && Parts.Any(p => p.IsUnion);

    /// <summary>The index of each part's value in a combination.</summary>
    public int[] ValuesOf(int combination)
    {
        var values = new int[Parts.Length];
        for (var i = Parts.Length - 1; i >= 0; i--)
        {
            values[i] = combination % Parts[i].Count;
            combination /= Parts[i].Count;
        }

        return values;
    }

    /// <summary>
    /// What no arm takes, each as the names of its parts, <c>_</c> for any; empty where an arm looks at a part that is no closed set: then
    /// arms may take together what none takes alone.
    /// </summary>
    /// <param name="isPossible">Which combinations there can be.</param>
    public List<string[]> Missing(Func<int, bool> isPossible)
    {
        var looksBeyond = false;
        var missing = new List<int?[]>();
        for (var i = 0; i < Count; i++)
        {
            var values = ValuesOf(i);
            if (isPossible(i) && !Arms.Takes(p => MatchesTuple(p, values, ref looksBeyond)))
            {
                missing.Add([.. values.Select(v => (int?)v)]);
            }
        }

        return looksBeyond ? [] : [.. Together(missing, isPossible).Select(m => m.Select((v, i) => v is { } value ? Parts[i].NameOf(value) : "_").ToArray())];
    }

    private bool? MatchesTuple(IPatternOperation pattern, int[] values, ref bool looksBeyond)
    {
        if (pattern is not IRecursivePatternOperation parts)
        {
            looksBeyond = true;
            return null;
        }

        bool? all = true;
        for (var i = 0; i < parts.DeconstructionSubpatterns.Length && i < Parts.Length; i++)
        {
            all = PatternShape.And(all, MatchesPart(parts.DeconstructionSubpatterns[i], i, values, ref looksBeyond));
        }

        foreach (var property in parts.PropertySubpatterns)
        {
            var index = property.Member is IFieldReferenceOperation { Field: var field } ? IndexOf(field) : -1;
            if (index < 0)
            {
                looksBeyond = true;
                return null;
            }

            all = PatternShape.And(all, MatchesPart(property.Pattern, index, values, ref looksBeyond));
        }

        return all;
    }

    private int IndexOf(IFieldSymbol field)
    {
        var name = (field.CorrespondingTupleField ?? field).Name;
        var elements = ((INamedTypeSymbol)Arms.Governing.Type!).TupleElements;
        for (var i = 0; i < elements.Length; i++)
        {
            if ((elements[i].CorrespondingTupleField ?? elements[i]).Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private bool? MatchesPart(IPatternOperation pattern, int index, int[] values, ref bool looksBeyond)
    {
        var part = Parts[index];
        if (!part.IsClosed)
        {
            looksBeyond |= !PatternShape.TakesEverything(pattern);
            return PatternShape.TakesEverything(pattern) ? true : null;
        }

        return part.Matches(pattern, values[index]);
    }

    // What is missing for every value of one part is said once. What is not possible does not matter.
    private List<int?[]> Together(List<int?[]> missing, Func<int, bool> isPossible)
    {
        for (var part = Parts.Length - 1; part >= 0; part--)
        {
            var known = new HashSet<long>(missing.Select(KeyOf));
            var seen = new HashSet<long>();
            var merged = new List<int?[]>();
            foreach (var one in missing)
            {
                var any = With(one, part, null);
                var isWhole = Enumerable.Range(0, Parts[part].Count)
                    .Select(value => With(one, part, value))
                    .All(other => known.Contains(KeyOf(other)) || !IsPossible(other, isPossible));
                if (!isWhole)
                {
                    merged.Add(one);
                }
                else if (seen.Add(KeyOf(any)))
                {
                    merged.Add(any);
                }
            }

            missing = merged;
        }

        return missing;
    }

    private static int?[] With(int?[] pattern, int part, int? value)
    {
        var other = (int?[])pattern.Clone();
        other[part] = value;
        return other;
    }

    private long KeyOf(int?[] pattern)
    {
        long key = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            key = unchecked((key * (Parts[i].Count + 1)) + (pattern[i] ?? Parts[i].Count));
        }

        return key;
    }

    private bool IsPossible(int?[] pattern, Func<int, bool> isPossible)
    {
        for (var i = 0; i < Count; i++)
        {
            if (isPossible(i) && ValuesOf(i).Select((v, part) => pattern[part] is not { } asked || asked == v).All(fits => fits))
            {
                return true;
            }
        }

        return false;
    }
}
