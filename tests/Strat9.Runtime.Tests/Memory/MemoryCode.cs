using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Strat9.Runtime.Tests.Memory;

/// <summary>
/// What the compiled methods of the namespace <c>Strat9.Memory</c> do, instruction by instruction, as far as it names something.
/// </summary>
public static class MemoryCode
{
    private const string Namespace = "Strat9.Memory";
    private static readonly Dictionary<int, OpCode> OpCodes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => (int)(ushort)o.Value);

    public static IEnumerable<Mention> Mentions()
    {
        using PEReader file = new(File.OpenRead(typeof(Strat9.Memory.OwnershipTable).Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        List<Mention> mentions = [];
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0 && NamespaceOf(reader, method.GetDeclaringType()) == Namespace)
            {
                string name = NameOf(reader, method.GetDeclaringType()) + "." + reader.GetString(method.Name);
                Read(reader, name, file.GetMethodBody(method.RelativeVirtualAddress).GetILReader(), mentions);
            }
        }

        return mentions;
    }

    private static void Read(MetadataReader reader, string method, BlobReader code, List<Mention> mentions)
    {
        bool constrained = false;
        while (code.RemainingBytes > 0)
        {
            int value = code.ReadByte();
            OpCode op = OpCodes[value == 0xfe ? 0xfe00 | code.ReadByte() : value];
            switch (op.OperandType)
            {
                case OperandType.InlineMethod or OperandType.InlineType or OperandType.InlineTok or OperandType.InlineField:
                    EntityHandle handle = (EntityHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.Handle(code.ReadInt32());
                    Describe(reader, handle, out string type, out string member, out bool isInterface);
                    mentions.Add(new(method, op.Name!, type, member, isInterface && !constrained));
                    break;
                case OperandType.InlineSwitch:
                    int targets = code.ReadInt32();
                    code.Offset += 4 * targets;
                    break;
                default:
                    code.Offset += Size(op.OperandType);
                    break;
            }

            constrained = op.Name == "constrained.";
        }
    }

    private static int Size(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };

    private static void Describe(MetadataReader reader, EntityHandle handle, out string type, out string member, out bool isInterface)
    {
        member = "";
        isInterface = false;
        switch (handle.Kind)
        {
            case HandleKind.MemberReference:
                MemberReference reference = reader.GetMemberReference((MemberReferenceHandle)handle);
                Describe(reader, reference.Parent, out type, out _, out isInterface);
                member = reader.GetString(reference.Name);
                break;
            case HandleKind.MethodSpecification:
                Describe(reader, reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method, out type, out member, out isInterface);
                break;
            case HandleKind.MethodDefinition:
                MethodDefinition method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                type = NamespaceOf(reader, method.GetDeclaringType()) + "." + NameOf(reader, method.GetDeclaringType());
                member = reader.GetString(method.Name);
                isInterface = (reader.GetTypeDefinition(method.GetDeclaringType()).Attributes & TypeAttributes.Interface) != 0;
                break;
            case HandleKind.FieldDefinition:
                FieldDefinition field = reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                type = NamespaceOf(reader, field.GetDeclaringType()) + "." + NameOf(reader, field.GetDeclaringType());
                member = reader.GetString(field.Name);
                break;
            case HandleKind.TypeDefinition:
                type = NamespaceOf(reader, (TypeDefinitionHandle)handle) + "." + NameOf(reader, (TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeReference:
                TypeReference named = reader.GetTypeReference((TypeReferenceHandle)handle);
                type = reader.GetString(named.Namespace) + "." + reader.GetString(named.Name);
                isInterface = Type.GetType(type)?.IsInterface == true;
                break;
            default: // a type specification: what it instantiates
                BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)handle).Signature);
                if (blob.ReadSignatureTypeCode() == SignatureTypeCode.GenericTypeInstance)
                {
                    blob.ReadByte();
                    Describe(reader, blob.ReadTypeHandle(), out type, out _, out isInterface);
                }
                else
                {
                    type = "";
                }

                break;
        }
    }

    private static string NamespaceOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return type.GetDeclaringType().IsNil ? reader.GetString(type.Namespace) : NamespaceOf(reader, type.GetDeclaringType());
    }

    private static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        return type.GetDeclaringType().IsNil ? name : NameOf(reader, type.GetDeclaringType()) + "." + name;
    }

    /// <summary>An instruction that names a type or member.</summary>
    public readonly record struct Mention(string Method, string Instruction, string Type, string Member, bool ThroughInterface)
    {
        public override string ToString() => $"{Method}: {Instruction} {Type}.{Member}";
    }
}
