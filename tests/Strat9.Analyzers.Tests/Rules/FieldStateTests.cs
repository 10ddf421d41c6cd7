namespace Strat9.Analyzers.Tests.Rules;

/// <summary>Fields that promise a state between calls, always or while their owner is in one of its own.</summary>
public class FieldStateTests
{
    private const string Socket =
        """

        public enum Wire { [State(Initial = true, Final = true)] Cut, [State] Joined }

        [Typestate(typeof(Wire))]
        public sealed class Socket
        {
            [Transition(Wire.Cut, Wire.Joined)] public void Join() { }
            [Transition(Wire.Joined, Wire.Cut)] public void Cut() { }
            [Requires(Wire.Joined)] public void Send(string text) { }
            [Tests(Wire.Joined)] public bool IsJoined => throw new NotSupportedException();
            [return: Ensures(Wire.Joined)] public static Socket Joined() => throw new NotSupportedException();
        }

        public enum Phase { [State(Initial = true)] Shut, [State] Open, [State(Final = true)] Over }
        """;

    private const string Frame =
        """
        [Linear]
        [Typestate(typeof(Phase))]
        public sealed class Client
        {
            [Requires(Wire.Joined, In = Phase.Open), Requires(Wire.Cut, In = Phase.Shut)] private readonly Socket _socket = new Socket();

            [Ensures(Phase.Open)] public void ToOpen() => throw new NotSupportedException();
            [Ensures(Phase.Over)] public void ToOver() => throw new NotSupportedException();
            [Tests(Phase.Open)] public bool IsOpen => throw new NotSupportedException();

        $

            [Consumes] public void Drop() { if (_socket.IsJoined) _socket.Cut(); }
        }
        """;

    public static TheoryData<string, string> Wrong => Case.In(Frame,
        """
        ## an owner that opens without its field
        [Transition(Phase.Shut, Phase.Open)]
        public void Open()
        {
        {|STRAT2004:}|}

        ## an owner that opens on one path only
        [Transition(Phase.Shut, Phase.Open)]
        public void Open(bool c)
        {
            if (c)
            {
                {|STRAT2004:return;|}
            }

            _socket.Join();
        }

        ## an owner that closes and leaves its field
        [Transition(Phase.Open, Phase.Shut)]
        public void Close()
        {
        {|STRAT2004:}|}

        ## used in the other state
        [Requires(Phase.Shut)]
        public void Say() => {|STRAT2002:_socket.Send("x")|};

        ## used in a state that promises nothing
        [Requires(Phase.Over)]
        public void Say() => {|STRAT2003:_socket.Send("x")|};

        ## used in any state
        public void Say() => {|STRAT2003:_socket.Send("x")|};

        ## left in another state
        [Requires(Phase.Open)]
        public void Say()
        {
            _socket.Send("x");
            _socket.Cut();
        {|STRAT2004:}|}

        ## a promise on one result
        [Requires(Phase.Shut), Ensures(Phase.Open, When = true)]
        public bool TryOpen(bool c)
        {
            if (c) {|STRAT2004:return true;|}
            return false;
        }

        ## another member is called meanwhile
        [Transition(Phase.Shut, Phase.Open)] public void Open() => _socket.Join();
        [Requires(Phase.Open)] public void Say() => _socket.Send("x");

        [Requires(Phase.Open)]
        public void Again()
        {
            _socket.Cut();
            {|STRAT2004:Say()|};
            _socket.Join();
        }

        ## after another member that leads elsewhere
        [Transition(Phase.Open, Phase.Shut)] public void Close() => _socket.Cut();

        [Transition(Phase.Open, Phase.Shut)]
        public void Say()
        {
            Close();
            {|STRAT2002:_socket.Send("x")|};
        }
        """);

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Wrong_Reports(string name, string source) =>
        Case.Reports(source[(source.IndexOf("{|", StringComparison.Ordinal) + 2)..][.."STRATnnnn".Length], name, source + Socket);

    public static TheoryData<string, string> Right => Case.In(Frame,
        """
        ## a whole life
        [Transition(Phase.Shut, Phase.Open)] public void Open() => _socket.Join();
        [Requires(Phase.Open)] public void Say() => _socket.Send("x");
        [Transition(Phase.Open, Phase.Shut)] public void Close() => _socket.Cut();
        [Requires(Phase.Shut), Ensures(Phase.Over)] public void End() { }

        ## a test of the owner tells of its field
        public void Say()
        {
            if (IsOpen) _socket.Send("x");
        }

        ## a test of the field
        public void Say()
        {
            if (_socket.IsJoined) _socket.Send("x");
        }

        ## broken and mended
        [Requires(Phase.Open)]
        public void Again()
        {
            _socket.Cut();
            _socket.Join();
        }

        ## on one result
        [Requires(Phase.Shut), Ensures(Phase.Open, When = true)]
        public bool TryOpen(bool c)
        {
            if (!c) return false;
            _socket.Join();
            return true;
        }

        ## through another member
        [Transition(Phase.Shut, Phase.Open)] public void Open() => _socket.Join();
        [Requires(Phase.Open)] public void Say() => _socket.Send("x");

        [Transition(Phase.Shut, Phase.Open)]
        public void OpenAndSay()
        {
            Open();
            Say();
            _socket.Send("y");
        }

        ## in the state that promises nothing
        [Requires(Phase.Over)]
        public void Look()
        {
            if (_socket.IsJoined) _socket.Cut();
            else _socket.Join();
        }
        """);

    [Theory]
    [MemberData(nameof(Right))]
    public Task Right_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Socket);

    public static TheoryData<string, string> Always => Case.Sources(
        """
        ## an initialiser in the wrong state, no constructor
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private readonly Socket _socket = {|~STRAT2004:new Socket()|};
            [Consumes] public void Close() => _socket.Cut();
        }

        ## a constructor that leaves it so
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private readonly Socket _socket = new Socket();

            public Owner(string name)
            {
                Note(name);
            {|~STRAT2004:}|}

            [Consumes] public void Close() => _socket.Cut();
        }

        ## a constructor that puts the wrong one in
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private readonly Socket _socket;
            public Owner() { _socket = new Socket(); {|~STRAT2004:}|}
            [Consumes] public void Close() => _socket.Cut();
        }

        ## refilled with one in the wrong state
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private Socket _socket = Socket.Joined();

            public void Again()
            {
                _socket.Cut();
                _socket = new Socket();
            {|~STRAT2004:}|}

            [Consumes] public void Close() => _socket.Cut();
        }
        """);

    [Theory]
    [MemberData(nameof(Always))]
    public Task Always_Reports(string name, string source) => Case.Reports("STRAT2004", name, source + Socket);

    public static TheoryData<string, string> AlwaysRight => Case.Sources(
        """
        ## initialised, no constructor
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private readonly Socket _socket = Socket.Joined();
            public void Say() => _socket.Send("x");
            [Consumes] public void Close() => _socket.Cut();
        }

        ## put right by the constructor
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private readonly Socket _socket = new Socket();
            public Owner(string name) => _socket.Join();
            [Consumes] public void Close() => _socket.Cut();
        }

        ## initialised beside a constructor
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private readonly Socket _socket = Socket.Joined();
            private readonly string _name;
            public Owner(string name) => _name = name;
            public Owner() : this("") { }
            public string Name => _name;
            [Consumes] public void Close() => _socket.Cut();
        }

        ## refilled
        [Linear]
        public sealed class Owner
        {
            [Requires(Wire.Joined)] private Socket _socket = Socket.Joined();

            public void Again()
            {
                _socket.Cut();
                _socket = Socket.Joined();
                _socket.Send("x");
            }

            [Consumes] public void Close() => _socket.Cut();
        }
        """);

    [Theory]
    [MemberData(nameof(AlwaysRight))]
    public Task Always_DoesNotTrigger(string name, string source) => Case.DoesNotTrigger(name, source + Socket);
}
