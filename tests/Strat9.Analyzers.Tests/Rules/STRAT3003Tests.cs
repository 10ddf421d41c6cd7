namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Stored where ownership is not followed.</summary>
public class STRAT3003Tests
{
    private const string Types =
        """

        [MoveOnly]
        sealed class Page
        {
            private readonly byte[] _bytes = new byte[16];
            public Memory<byte> Memory => _bytes;
            public ReadOnlyMemory<byte> View => _bytes;
            public int Length => _bytes.Length;
        }
        """;

    public static TheoryData<string, string> Stores => Case.Members(
        """
        ## an array by its elements
        void M(Tok t)
        {
            var all = {|STRAT3003:new[] { t }|};
        }

        ## a static field
        {|STRAT3003:private static Chip s_chip = Chip.Make();|}

        ## a static property
        {|STRAT3003:public static Chip Shared { get; } = Chip.Make();|}

        ## memory in a field
        private Memory<byte> _memory;
        void M([Borrows] Page page) => {|STRAT3003:_memory = page.Memory|};

        ## read-only memory in a field
        private ReadOnlyMemory<byte> _memory;
        void M([Borrows] Page page) => {|STRAT3003:_memory = page.View|};

        ## memory in a static field
        private static Memory<byte> s_memory;
        static void M([Borrows] Page page) => {|STRAT3003:s_memory = page.Memory|};

        ## memory in a property
        public Memory<byte> Memory { get; set; }
        void M([Borrows] Page page) => {|STRAT3003:Memory = page.Memory|};

        ## memory in an array
        void M([Borrows] Page page, Memory<byte>[] all) => {|STRAT3003:all[0] = page.Memory|};

        ## a slice of memory in a field
        private Memory<byte> _memory;
        void M([Borrows] Page page) => {|STRAT3003:_memory = page.Memory.Slice(1, 2)|};

        ## memory in a field by a local
        private Memory<byte> _memory;

        void M([Borrows] Page page)
        {
            var memory = page.Memory;
            {|STRAT3003:_memory = memory|};
        }
        """);

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Store_Reports(string name, string source) => Case.Reports("STRAT3003", name, source + Types);

    public static TheoryData<string, string> Quiet => Case.Members(
        """
        ## fields of owners
        [MoveOnly]
        sealed class Owner(Chip chip)
        {
            private Chip _chip = chip;
            public void Use() => _chip.Use();
            public void Renew(Chip next) => _chip = next;
        }

        ## memory in locals
        int M([Borrows] Page page)
        {
            var memory = page.Memory;
            ReadOnlyMemory<byte> view = memory.Slice(1);
            return memory.Length + view.Length;
        }

        ## memory of others
        private Memory<byte> _memory;
        void M(byte[] bytes) => _memory = bytes;

        ## what is only computed from it
        private int _length;
        private byte[]? _bytes;

        void M([Borrows] Page page)
        {
            _length = page.Memory.Length;
            _bytes = page.Memory.ToArray();
        }

        ## a borrowed field
        sealed class View([Borrows] Chip chip)
        {
            [Borrows] private Chip _chip = chip;
            public void Use() => _chip.Use();
            public void Turn([Borrows] Chip next) => _chip = next;
        }

        ## statics of other types
        private static readonly List<int> s_list = [];
        private static string? s_name;
        void M(Tok t) => s_name = t.Id.ToString();
        """);

    [Theory]
    [MemberData(nameof(Quiet))]
    public Task Store_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Types);
}
