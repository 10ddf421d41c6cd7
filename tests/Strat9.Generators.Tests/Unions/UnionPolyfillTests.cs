using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Strat9.Verify;

namespace Strat9.Generators.Tests.Unions;

public class UnionPolyfillTests
{
    private const string Union =
        """
        [TaggedUnion]
        internal readonly partial struct R
        {
            public static partial R Ok(string value);
            public static partial R None();
        }
        """;

    [Theory]
    [InlineData(LanguageVersion.CSharp14)]
    [InlineData(LanguageVersion.Preview)]
    public void FriendAssembly_HasItsOwn(LanguageVersion version)
    {
        var library = UnionCompiler.Generate(version, sources: [Union, "[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"User\")]"]);
        using var image = new MemoryStream();
        Assert.True(library.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);

        var user = UnionCompiler.WithReference(version, "User", MetadataReference.CreateFromImage(image.ToArray()),
            Union.Replace("struct R", "struct Q", StringComparison.Ordinal).Replace(" R ", " Q ", StringComparison.Ordinal),
            "static class Use { public static bool Both(R r, Q q) => r.IsNone() && q.IsNone(); }");
        UnionCompiler.AssertClean(user);
    }

    [Fact]
    public void AccessibleOnes_AreUsed()
    {
        var compilation = UnionCompiler.Generate(LanguageVersion.Preview, sources:
        [
            Union,
            """
            namespace System.Runtime.CompilerServices
            {
                [AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
                internal sealed class UnionAttribute : Attribute;

                internal interface IUnion { object? Value { get; } }
            }
            """,
        ]);
        UnionCompiler.AssertClean(compilation);
        Assert.DoesNotContain(compilation.SyntaxTrees, t => t.FilePath.EndsWith("UnionPolyfills.g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void AnotherGeneratorsEmbedded_IsUsed() => UnionCompiler.AssertClean(UnionCompiler.Generate(sources:
    [
        Union,
        """
        namespace Microsoft.CodeAnalysis
        {
            internal sealed partial class EmbeddedAttribute : System.Attribute;
        }
        """,
    ]));

    [Fact]
    public void WithoutUnions_NothingIsGenerated() =>
        Assert.Equal(2, UnionCompiler.Generate(sources: "public class C;").SyntaxTrees.Count());

    /// <summary>A core library of one's own, as a kernel has one, and the oldest language that has such partial methods.</summary>
    [Theory]
    [InlineData(LanguageVersion.CSharp9)]
    [InlineData(LanguageVersion.Preview)]
    public void OwnCoreLibrary_NeedsNoMoreThanStructsDo(LanguageVersion version)
    {
        var compilation = TestCompilation.Create(
        [
            """
            namespace System
            {
                public class Object { public virtual bool Equals(object o) => false; public virtual int GetHashCode() => 0; public virtual string ToString() => ""; }
                public abstract class ValueType { }
                public abstract class Enum : ValueType { }
                public struct Void { }
                public struct Boolean { }
                public struct Byte { }
                public struct Int32 { public override int GetHashCode() => this; }
                public struct UInt64 { public override int GetHashCode() => (int)this; }
                public struct IntPtr { }
                public sealed class String { }
                public abstract class Array { }
                public abstract class Type { }
                public abstract class Delegate { }
                public abstract class MulticastDelegate : Delegate { }
                public class Exception { public Exception(string message) { } }
                public class InvalidOperationException : Exception { public InvalidOperationException(string message) : base(message) { } }
                public abstract class Attribute { }
                public enum AttributeTargets { Class = 4, Struct = 8, All = 32767 }
                public sealed class AttributeUsageAttribute : Attribute
                {
                    public AttributeUsageAttribute(AttributeTargets on) { }
                    public bool AllowMultiple { get; set; }
                    public bool Inherited { get; set; }
                }
                public sealed class ParamArrayAttribute : Attribute { }
                public interface IEquatable<T> { bool Equals(T other); }
                public delegate TResult Func<TResult>();
                public delegate TResult Func<T, TResult>(T a);
                public delegate TResult Func<T, U, TResult>(T a, U b);
                public delegate void Action();
                public delegate void Action<T>(T a);
                public delegate void Action<T, U>(T a, U b);
            }
            namespace System.CodeDom.Compiler
            {
                public sealed class GeneratedCodeAttribute : Attribute { public GeneratedCodeAttribute(string tool, string version) { } }
            }
            namespace Strat9
            {
                public sealed class TaggedUnionAttribute : System.Attribute { }
                public sealed class LinearAttribute : System.Attribute { }
            }
            namespace Kernel
            {
                public enum Error : byte { None }
                [Strat9.Linear] public readonly struct Page { }
                public readonly struct Address : System.IEquatable<Address> { public bool Equals(Address other) => true; }

                [Strat9.TaggedUnion]
                public readonly partial struct Taken
                {
                    public static partial Taken Got(Page page);
                    public static partial Taken Refused(Error error, ulong address);
                    public static partial Taken None();
                }

                [Strat9.TaggedUnion]
                public readonly partial struct Found
                {
                    public static partial Found At(Address address, ulong length);
                    public static partial Found Failed(Error error);
                }
            }
            """,
        ], version, references: []);
        var (updated, result) = TestCompilation.Generate(compilation);
        Assert.All(result.Results, r => Assert.Null(r.Exception));
        Assert.Equal(3, result.GeneratedTrees.Length);
        Assert.DoesNotContain(
            updated.GetDiagnostics(TestContext.Current.CancellationToken),
            d => d.Severity >= DiagnosticSeverity.Warning &&
                (d.Location.SourceTree is null || result.GeneratedTrees.Contains(d.Location.SourceTree)));
    }
}
