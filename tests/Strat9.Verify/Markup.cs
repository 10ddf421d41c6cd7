using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Strat9.Verify;

/// <summary>One expected diagnostic, from <c>{|STRAT1001:text|}</c> in a test source.</summary>
public readonly record struct Expected(string Id, TextSpan Span);

/// <summary>Reads the markup of a test source: <c>{|ID:text|}</c>, nestable; several IDs at one place as <c>{|ID1,ID2:text|}</c>.</summary>
public static class Markup
{
    public static (string Source, ImmutableArray<Expected> Expected) Parse(string marked)
    {
        var text = new StringBuilder();
        var expected = ImmutableArray.CreateBuilder<Expected>();
        var open = new Stack<(string[] Ids, int Start)>();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '{' && i + 1 < marked.Length && marked[i + 1] == '|')
            {
                var colon = marked.IndexOf(':', i);
                open.Push((marked[(i + 2)..colon].Split(','), text.Length));
                i = colon;
            }
            else if (open.Count > 0 && marked[i] == '|' && i + 1 < marked.Length && marked[i + 1] == '}')
            {
                var (ids, start) = open.Pop();
                foreach (var id in ids)
                {
                    expected.Add(new Expected(id.Trim(), TextSpan.FromBounds(start, text.Length)));
                }

                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return open.Count == 0
            ? (text.ToString(), expected.ToImmutable())
            : throw new ArgumentException($"Markup opened but not closed: {string.Join(",", open.Peek().Ids)}", nameof(marked));
    }
}
