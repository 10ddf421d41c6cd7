namespace Strat9.Samples.Kernel;

/// <summary>The words after <c>-append</c>.</summary>
internal static unsafe class CommandLine
{
    private const int Capacity = 256;

    private static readonly byte[] s_text = new byte[Capacity];
    private static int s_length;

    /// <summary>Copies it out of memory that is about to be given away; what is too long is cut off.</summary>
    public static void Read(byte* text)
    {
        while (text != null && s_length < Capacity && text[s_length] != 0)
        {
            s_text[s_length] = text[s_length];
            s_length++;
        }
    }

    /// <summary>Whether a word is there, between spaces.</summary>
    public static bool Has(string word)
    {
        for (int at = 0; at + word.Length <= s_length; at++)
        {
            int end = at + word.Length;
            if ((at == 0 || s_text[at - 1] == ' ') && (end == s_length || s_text[end] == ' ') && IsAt(at, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAt(int at, string word)
    {
        for (int i = 0; i < word.Length; i++)
        {
            if (s_text[at + i] != word[i])
            {
                return false;
            }
        }

        return true;
    }
}
