using System.Text;

namespace Strat9.Generators.Infrastructure;

/// <summary>Writes source text line by line, indented, with <c>\n</c> line ends on every platform.</summary>
internal sealed class IndentedWriter
{
    private const int Width = 4;

    private readonly StringBuilder _text = new();
    private int _depth;

    /// <summary>Writes an empty line.</summary>
    public void Line() => _text.Append('\n');

    /// <summary>Writes one line, or each line of a multi-line text, at the current depth; empty lines stay empty.</summary>
    public void Line(string text)
    {
        var start = 0;
        while (start <= text.Length)
        {
            var end = text.IndexOf('\n', start);
            var length = (end < 0 ? text.Length : end) - start;
            if (length > 0)
            {
                _text.Append(' ', _depth * Width).Append(text, start, length);
            }

            _text.Append('\n');
            if (end < 0)
            {
                break;
            }

            start = end + 1;
        }
    }

    /// <summary>Opens a brace; disposing the result closes it.</summary>
    public Scope Block()
    {
        Line("{");
        _depth++;
        return new Scope(this, "}");
    }

    /// <summary>Writes a header line and opens a brace under it.</summary>
    public Scope Block(string header)
    {
        Line(header);
        return Block();
    }

    /// <summary>Indents without braces until the result is disposed.</summary>
    public Scope Indent()
    {
        _depth++;
        return new Scope(this, null);
    }

    public override string ToString() => _text.ToString();

    /// <summary>An open block.</summary>
    internal readonly struct Scope(IndentedWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (close is not null)
            {
                writer.Line(close);
            }
        }
    }
}
