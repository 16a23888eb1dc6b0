using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TeeSim.TestSupport.Folders;

/// <summary>
/// Finds the types of an assembly that another type of it names: in what it derives from, in its fields and methods, and in their
/// code. A constant leaves no trace.
/// </summary>
internal sealed class TypeUses
{
    private readonly PEReader _file;
    private readonly MetadataReader _metadata;
    private readonly SignatureTypes _signatures;
    private readonly HashSet<TypeDefinitionHandle> _seen = [];

    public TypeUses(PEReader file, MetadataReader metadata)
    {
        (_file, _metadata) = (file, metadata);
        _signatures = new SignatureTypes(See);
    }

    public IReadOnlyCollection<TypeDefinitionHandle> Of(TypeDefinitionHandle type)
    {
        TypeDefinition definition = _metadata.GetTypeDefinition(type);
        See(definition.BaseType);
        foreach (InterfaceImplementationHandle handle in definition.GetInterfaceImplementations())
            See(_metadata.GetInterfaceImplementation(handle).Interface);
        foreach (FieldDefinitionHandle handle in definition.GetFields())
            _metadata.GetFieldDefinition(handle).DecodeSignature(_signatures, null);
        foreach (MethodDefinitionHandle handle in definition.GetMethods()) SeeMethod(_metadata.GetMethodDefinition(handle));
        return _seen;
    }

    private void SeeMethod(MethodDefinition method)
    {
        method.DecodeSignature(_signatures, null);
        if (method.RelativeVirtualAddress == 0) return;
        MethodBodyBlock body = _file.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) _metadata.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_signatures, null);
        foreach (ExceptionRegion region in body.ExceptionRegions) See(region.CatchType);
        foreach (EntityHandle token in CodeTokens.In(body.GetILReader())) See(token);
    }

    private void See(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition:
                _seen.Add((TypeDefinitionHandle)handle);
                break;
            case HandleKind.TypeSpecification:
                _metadata.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(_signatures, null);
                break;
            case HandleKind.MethodDefinition:
                _seen.Add(_metadata.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.FieldDefinition:
                _seen.Add(_metadata.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
                break;
            case HandleKind.MemberReference:
                See(_metadata.GetMemberReference((MemberReferenceHandle)handle).Parent);
                break;
            case HandleKind.MethodSpecification:
                MethodSpecification method = _metadata.GetMethodSpecification((MethodSpecificationHandle)handle);
                See(method.Method);
                method.DecodeSignature(_signatures, null);
                break;
        }
    }
}
