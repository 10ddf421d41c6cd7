namespace Strat9.Generators.Unions;

public sealed partial class UnionGenerator
{
    private sealed partial class Emitter
    {
        // Fields that the case does not use hold their default, so all of them can be compared whichever case it is.
        private void WriteEquality()
        {
            var self = _spec.SelfType;
            Member(
                "<summary>Whether both hold the same case with equal parts.</summary>",
                "<param name=\"other\">The other union.</param>",
                "<returns>Whether they are equal.</returns>");
            using (_writer.Block($"public bool Equals({self} other)"))
            {
                var tests = new[] { $"{_spec.TagField} == other.{_spec.TagField}" }.Concat(_spec.Fields.Select(Comparison));
                _writer.Line($"return {string.Join("\n    && ", tests)};");
            }

            Member("<inheritdoc/>");
            using (_writer.Block("public override bool Equals(object? obj)"))
            {
                _writer.Line($"return obj is {self} other && Equals(other);");
            }

            Member("<inheritdoc/>");
            using (_writer.Block("public override int GetHashCode()"))
            {
                _writer.Line($"int hash = (int){_spec.TagField};");
                foreach (var field in _spec.Fields)
                {
                    _writer.Line($"hash = unchecked((hash * 31) + {Hash(field)});");
                }

                _writer.Line("return hash;");
            }

            WriteOperator("==", "equal", "left.Equals(right)");
            WriteOperator("!=", "different", "!left.Equals(right)");
        }

        private void WriteOperator(string symbol, string adjective, string body)
        {
            Member(
                $"<summary>Whether two unions are {adjective}.</summary>",
                "<param name=\"left\">One union.</param>",
                "<param name=\"right\">The other union.</param>",
                $"<returns>Whether they are {adjective}.</returns>");
            using (_writer.Block($"public static bool operator {symbol}({_spec.SelfType} left, {_spec.SelfType} right)"))
            {
                _writer.Line($"return {body};");
            }
        }

        private static string Comparison(FieldSpec field) => field.Equality switch
        {
            FieldEquality.Operator or FieldEquality.Enum => $"{field.Name} == other.{field.Name}",
            FieldEquality.Method => $"{field.Name}.Equals(other.{field.Name})",
            _ => $"{Comparer(field)}.Equals({field.Name}, other.{field.Name})",
        };

        private static string Hash(FieldSpec field) => field.Equality switch
        {
            FieldEquality.Operator or FieldEquality.Method => $"{field.Name}.GetHashCode()",
            FieldEquality.Enum => $"(int){field.Name}",
            FieldEquality.Comparer => $"{Comparer(field)}.GetHashCode({field.Name})",
            _ => $"({field.Name} is null ? 0 : {Comparer(field)}.GetHashCode({field.Name}))",
        };

        private static string Comparer(FieldSpec field) =>
            $"global::System.Collections.Generic.EqualityComparer<{field.Type}>.Default";
    }
}
