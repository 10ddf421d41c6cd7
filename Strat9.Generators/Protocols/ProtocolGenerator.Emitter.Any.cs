using Strat9.Generators.Infrastructure;

namespace Strat9.Generators.Protocols;

public sealed partial class ProtocolGenerator
{
    // The type beside a carrier whose state is known only at run time. It keeps the carrier's value as if it were in one state, which
    // costs nothing: the state is no part of the value.
    private static partial class Emitter
    {
        private const string Field = "_value";

        private static void Any(IndentedWriter writer, ProtocolSpec protocol, AnySpec any)
        {
            var states = AnyStates(protocol);
            if (states.Count == 0)
            {
                return;
            }

            // Operators are public, whatever the type is: each state must be as visible as the carrier.
            var isPublic = protocol.Carrier.Accessibility == "public";
            writer.Line();
            In(writer, protocol.Carrier.Container, () =>
            {
                AnyEnum(writer, protocol.Carrier, any, states);
                writer.Line();
                AnyType(writer, protocol.Carrier, any, states, s => !isPublic || s.State.IsPublic);
            });
        }

        private static void AnyEnum(IndentedWriter writer, CarrierSpec carrier, AnySpec any, List<AnyState> states)
        {
            writer.Line($"/// <summary>The states of <c>{any.Name}</c>.</summary>");
            writer.Line(GeneratedCode);
            using (writer.Block($"{carrier.Accessibility} enum {any.States} : byte"))
            {
                for (var i = 0; i < states.Count; i++)
                {
                    var flags = (states[i].State.IsInitial, states[i].State.IsFinal) switch
                    {
                        (true, true) => "(Initial = true, Final = true)",
                        (true, false) => "(Initial = true)",
                        (false, true) => "(Final = true)",
                        _ => "",
                    };
                    writer.Line($"/// <summary>A <c>{carrier.Name}</c> in the state <c>{states[i].State.Name}</c>.</summary>");

                    // The default value is in no state.
                    writer.Line($"[global::Strat9.State{flags}] {states[i].Name} = {i + 1},");
                    if (i < states.Count - 1)
                    {
                        writer.Line();
                    }
                }
            }
        }

        private static void AnyType(
            IndentedWriter writer, CarrierSpec carrier, AnySpec any, List<AnyState> states, Func<AnyState, bool> isVisible)
        {
            var self = any.Name + (any.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", any.TypeParameters)}>");
            var kept = CarrierIn(carrier, states[0].State.Reference);
            writer.Line($"/// <summary>A <c>{carrier.Name}</c> in any state, known only at run time. It must be consumed, whatever the state.</summary>");
            writer.Line("[global::Strat9.Linear]");
            writer.Line($"[global::Strat9.Typestate(typeof({any.States}))]");
            writer.Line($"[global::System.Diagnostics.DebuggerDisplay(\"{carrier.Name.TrimStart('@')} in {{State}}\")]");
            writer.Line(GeneratedCode);
            writer.Line($"{carrier.Accessibility} readonly partial struct {self}");
            using (writer.Indent())
            {
                foreach (var constraint in any.Constraints)
                {
                    writer.Line(constraint);
                }
            }

            using (writer.Block())
            {
                writer.Line($"private readonly {kept} {Field};");
                writer.Line();
                using (writer.Block($"private {any.Name}({kept} value, {any.States} state)"))
                {
                    writer.Line($"{Field} = value;");
                    writer.Line("State = state;");
                }

                writer.Line();
                writer.Line("/// <summary>The state this value is in.</summary>");
                writer.Line("[global::Strat9.Tests]");
                writer.Line($"public {any.States} State {{ get; }}");
                foreach (var state in states)
                {
                    Conversion(writer, carrier, any, self, states[0].State.Reference, state, isVisible(state));
                    TryAs(writer, carrier, any, state, isVisible(state));
                }

                var access = states.All(isVisible) ? "public" : "internal";
                var result = FreeName("TResult", any.TypeParameters);
                Dispatch(
                    writer,
                    carrier,
                    any,
                    states,
                    "<summary>Hands the value over to the function for the state it is in.</summary>",
                    $"{access} {result} Match<[global::Strat9.AllowsMoveOnly] {result}>",
                    result);
                Dispatch(
                    writer,
                    carrier,
                    any,
                    states,
                    "<summary>Hands the value over to the action for the state it is in.</summary>",
                    $"{access} void Switch",
                    null);
            }
        }

        private static void Conversion(IndentedWriter writer, CarrierSpec carrier, AnySpec any, string self, string kept, AnyState state, bool isVisible)
        {
            var source = CarrierIn(carrier, state.State.Reference);
            writer.Line();
            writer.Line($"/// <summary>Takes a <c>{carrier.Name}</c> that is <c>{state.State.Name}</c>.</summary>");
            writer.Line("/// <param name=\"value\">The value; it is gone.</param>");
            writer.Line($"/// <returns>The value, in the state <c>{state.Name}</c>.</returns>");
            writer.Line($"[return: global::Strat9.Ensures({any.States}.{state.Name})]");
            var head = isVisible ? $"public static implicit operator {self}" : $"internal static {self} From";
            writer.Line($"{head}({source} value) =>");
            using (writer.Indent())
            {
                writer.Line($"new {self}(value.To<{kept}>(), {any.States}.{state.Name});");
            }
        }

        private static void TryAs(IndentedWriter writer, CarrierSpec carrier, AnySpec any, AnyState state, bool isVisible)
        {
            writer.Line();
            writer.Line($"/// <summary>Takes the value out, if it is <c>{state.State.Name}</c>.</summary>");
            writer.Line("/// <param name=\"value\">The value, where the result is <see langword=\"true\"/>.</param>");
            writer.Line($"/// <returns>Whether it is <c>{state.State.Name}</c>; if not, it stays here.</returns>");
            writer.Line($"[global::Strat9.Consumes(When = true), global::Strat9.Tests({any.States}.{state.Name})]");
            var target = CarrierIn(carrier, state.State.Reference);
            var name = state.Name.TrimStart('@');
            using (writer.Block(
                $"{(isVisible ? "public" : "internal")} bool TryAs{name}([global::Strat9.Gives(When = true)] out {target} value)"))
            {
                using (writer.Block($"if (State == {any.States}.{state.Name})"))
                {
                    writer.Line($"value = {Field}.To<{state.State.Reference}>();");
                    writer.Line("return true;");
                }

                writer.Line();
                writer.Line("value = default;");
                writer.Line("return false;");
            }
        }

        private static void Dispatch(
            IndentedWriter writer, CarrierSpec carrier, AnySpec any, List<AnyState> states, string summary, string head, string? result)
        {
            writer.Line();
            writer.Line("/// " + summary);
            if (result is not null)
            {
                writer.Line($"/// <typeparam name=\"{result}\">The type of the result.</typeparam>");
            }

            foreach (var state in states)
            {
                writer.Line($"/// <param name=\"{state.Handler.TrimStart('@')}\">Called for <c>{state.State.Name}</c>.</param>");
            }

            if (result is not null)
            {
                writer.Line("/// <returns>The result of the one function called.</returns>");
            }

            writer.Line("/// <exception cref=\"global::System.InvalidOperationException\">There is no value: this is the default.</exception>");
            writer.Line("[global::Strat9.Consumes]");
            writer.Line(head + "(");
            var delegates = states.Select(s =>
            {
                var argument = CarrierIn(carrier, s.State.Reference);
                var type = result is null ? $"global::System.Action<{argument}>" : $"global::System.Func<{argument}, {result}>";
                return $"[global::Strat9.Consumes] {type} {s.Handler}";
            });
            using (writer.Indent())
            {
                writer.Line(string.Join(",\n", delegates) + ")");
            }

            using (writer.Block())
            using (writer.Block("switch (State)"))
            {
                foreach (var state in states)
                {
                    var call = $"{state.Handler}({Field}.To<{state.State.Reference}>());";
                    writer.Line($"case {any.States}.{state.Name}: " + (result is null ? call + " return;" : "return " + call));
                }

                writer.Line($"default: throw new global::System.InvalidOperationException(\"There is no {carrier.Name.TrimStart('@')}: this is the default value.\");");
            }
        }

        private static string CarrierIn(CarrierSpec carrier, string state) =>
            $"{carrier.Name}<{string.Join(", ", carrier.TypeParameters.Select((p, i) => i == carrier.StateIndex ? state : p))}>";

        // Names within the enum: markers of one protocol may share theirs, where they are nested in different types.
        private static List<AnyState> AnyStates(ProtocolSpec protocol)
        {
            var found = new List<AnyState>();
            var taken = new HashSet<string>(StringComparer.Ordinal);
            foreach (var state in protocol.States.Where(s => !s.IsGeneric))
            {
                var name = state.Name;
                for (var i = 2; !taken.Add(name); i++)
                {
                    name = state.Name + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                }

                var handler = char.ToLowerInvariant(name[0]) + name.Substring(1);
                found.Add(new AnyState(state, Names.Escape(name), Names.Escape(handler)));
            }

            return found;
        }

        private sealed record AnyState(StateSpec State, string Name, string Handler);
    }
}
